import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeApi } from '@alles/server/describe-api'
import { listServed, parseRoutes, routesPage } from './routes-page.ts'

/**
 * Writes docs/discord-routes.md: which routes of Discord's API v10, as `discord-api-types` lists them, are served here.
 * With `--check` it only says whether the page is up to date.
 */
const root = join(import.meta.dirname, '..')
const page = join(root, 'docs/discord-routes.md')
const declared = 'node_modules/discord-api-types/_generated_/rest/v10/interfaces.d.ts'

const served = listServed(describeApi())
const text = routesPage(parseRoutes(await readFile(join(root, declared), 'utf8')), served)

if (process.argv.includes('--check')) {
  const written = await readFile(page, 'utf8').catch(() => '')
  if (written !== text) {
    console.log('docs/discord-routes.md differs from the contracts.')
    process.exitCode = 1
  }
} else await writeFile(page, text)
