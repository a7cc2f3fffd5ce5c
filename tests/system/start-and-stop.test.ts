import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeGuild, signUp } from '../support/person.ts'
import { freePort, launch, startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alles-start-'))
  server = await startServer({ directory: join(folder, 'data') })
})

afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Runs a start that must fail; resolves to what it printed. */
async function failedStart(
  directory: string,
  env: Record<string, string> = {},
  port?: number,
): Promise<string> {
  const started = launch(directory, port ?? (await freePort()), env)
  const status = await started.ended
  expect(status).not.toBe(0)
  expect(status).not.toBeNull()
  expect(started.output()).not.toMatch(/\n\s+at /)
  return started.output().trim()
}

test('names every fault in the settings at once and touches nothing', async () => {
  const directory = join(folder, 'never')
  const output = await failedStart(directory, {
    ALLES_HOST: '',
    ALLES_ROLES: 'api,waiter',
    ALLES_RATE_LIMITS: 'sometimes',
    ALLES_PUBLIC_URL: 'not an address',
    ALLES_REGISTRATON: 'open',
  })
  for (const name of ['ALLES_ROLES', 'ALLES_RATE_LIMITS', 'ALLES_PUBLIC_URL', 'ALLES_REGISTRATON'])
    expect(output).toContain(name)
  await expect(readdir(directory)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('refuses a port in use in one sentence and touches nothing', async () => {
  const other = createServer()
  const port = await freePort()
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
  const directory = join(folder, 'untouched')
  const output = await failedStart(directory, {}, port)
  expect(output).toContain(String(port))
  expect(output.split('\n')).toHaveLength(1)
  await expect(readdir(directory)).rejects.toMatchObject({ code: 'ENOENT' })
  await new Promise((resolve) => other.close(resolve))
})

test('refuses a data directory that cannot be written', async () => {
  const file = join(folder, 'file')
  await writeFile(file, 'here already')
  const output = await failedStart(join(file, 'data'))
  expect(output).toContain('cannot be written')
  expect(output.split('\n')).toHaveLength(1)
})

test('refuses a data directory that a running process holds', async () => {
  const output = await failedStart(server.directory)
  expect(output).toContain('already used by a running process')
  expect((await fetch(`${server.origin}/readyz`)).status).toBe(200)
})

test('refuses a data directory made by a newer version', async () => {
  const directory = await mkdtemp(join(folder, 'newer-'))
  await writeFile(join(directory, 'layout'), '1000\n')
  expect(await failedStart(directory)).toContain('newer version')
  expect(await readdir(directory)).toEqual(['layout'])
})

test('ends within 10 s with status 0, and starts again with everything there', async () => {
  const person = await signUp(server.origin, { username: 'lasting.name' })
  const guild = await makeGuild(person)
  await person.call('POST', `/api/v10/channels/${guild.channel}/messages`, { content: 'still here' })
  const start = performance.now()
  expect(await server.stop()).toBe(0)
  expect(performance.now() - start).toBeLessThan(10_000)
  const again = performance.now()
  server = await server.restart()
  expect(performance.now() - again).toBeLessThan(8_000)
  const page = await person.call<{ content: string }[]>('GET', `/api/v10/channels/${guild.channel}/messages`)
  expect(page.map((message) => message.content)).toEqual(['still here'])
})

test('refuses to start without its instance key, and starts when it is back', async () => {
  expect(await server.stop()).toBe(0)
  const key = join(server.directory, 'keys/instance.key')
  await rename(key, `${key}.away`)
  const output = await failedStart(server.directory)
  expect(output).toContain('instance.key')
  await rename(`${key}.away`, key)
  server = await server.restart()
})

test('keys and passwords in the data directory are readable by their owner alone', async () => {
  for (const entry of await readdir(server.directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.parentPath.includes('/postgres/')) continue
    const { mode } = await stat(join(entry.parentPath, entry.name))
    expect([entry.name, mode & 0o077]).toEqual([entry.name, 0])
  }
  expect((await readFile(join(server.directory, 'keys/instance.key'))).length).toBeGreaterThan(0)
})
