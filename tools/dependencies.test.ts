import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

interface Package {
  readonly dependencies?: Record<string, string>
  readonly devDependencies?: Record<string, string>
  readonly optionalDependencies?: Record<string, string>
}

async function named(): Promise<Set<string>> {
  const services = (await readdir(join(root, 'services'))).map((name) => `services/${name}`)
  const folders = ['.', 'platform', 'apps/server', 'apps/cli', 'apps/web', 'tests', 'tools', ...services]
  const packages = await Promise.all(
    folders.map(
      async (folder) => JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')) as Package,
    ),
  )
  const parts = packages.flatMap((one) => [one.dependencies, one.devDependencies, one.optionalDependencies])
  const names = parts.flatMap((part) => Object.keys(part ?? {}))
  return new Set(names.filter((name) => !name.startsWith('@alles/')))
}

/** `@lingui/*` stands for a whole scope. */
function explains(text: string, name: string): boolean {
  const scope = name.startsWith('@') ? `\`${name.split('/')[0]}/*\`` : ''
  return text.includes(`\`${name}\``) || (scope !== '' && text.includes(scope))
}

test('every dependency has its line in docs/dependencies.md', async () => {
  const text = await readFile(join(root, 'docs/dependencies.md'), 'utf8')
  const names = [...(await named())]
  expect(names.length).toBeGreaterThan(30)
  expect(names.filter((name) => !explains(text, name))).toEqual([])
})
