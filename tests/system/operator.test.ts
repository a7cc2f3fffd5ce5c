import { chmod, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readZip, rowsOf } from '@alles/platform/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operate } from '../support/operator.ts'
import { makeGuild, signUp } from '../support/person.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})

afterAll(async () => {
  await server?.remove()
})

function signIn(login: string, password: string): Promise<Response> {
  return fetch(`${server.origin}/api/alles/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
}

const password = 'nine blue wheelbarrows'

test('makes an account that can sign in, and refuses a taken name', async () => {
  const made = await operate(
    server.directory,
    ['account', 'create', 'aster', '--password-stdin'],
    `${password}\n`,
  )
  expect([made.status, made.json]).toMatchObject([0, { username: 'aster' }])
  expect(made.output).not.toContain(password)
  expect((await signIn('aster', password)).status).toBe(200)
  const again = await operate(server.directory, ['account', 'create', 'Aster', '--password-stdin'], password)
  expect([again.status, again.json]).toMatchObject([1, { code: 'username_taken' }])
})

test('suspends: sessions end at once, sign-in is refused, and it can be undone', async () => {
  const cookie = (await signIn('aster', password)).headers.get('set-cookie')?.split(';')[0] ?? ''
  const session = () => fetch(`${server.origin}/api/alles/session`, { headers: { cookie } })
  expect((await session()).status).toBe(200)
  expect((await operate(server.directory, ['account', 'suspend', 'aster'])).status).toBe(0)
  expect((await session()).status).toBe(401)
  expect((await signIn('aster', password)).status).toBe(403)
  expect((await signIn('aster', 'not the password')).status).toBe(401)
  expect((await operate(server.directory, ['account', 'suspend', 'aster', '--undo'])).status).toBe(0)
  expect((await signIn('aster', password)).status).toBe(200)
})

test('makes an administrator', async () => {
  expect((await operate(server.directory, ['admin', 'grant', 'aster'])).status).toBe(0)
  const cookie = (await signIn('aster', password)).headers.get('set-cookie')?.split(';')[0] ?? ''
  const answer = await fetch(`${server.origin}/api/alles/session`, { headers: { cookie } })
  expect(await answer.json()).toMatchObject({ administrator: true })
})

test('rotates the instance key while everything runs', async () => {
  const before = await readFile(join(server.directory, 'keys/instance.key'))
  expect((await operate(server.directory, ['keys', 'rotate'])).status).toBe(0)
  expect((await readFile(join(server.directory, 'keys/instance.key'))).equals(before)).toBe(false)
  expect((await signIn('aster', password)).status).toBe(200)
  expect(await server.stop()).toBe(0)
  server = await server.restart()
  expect((await signIn('aster', password)).status).toBe(200)
})

test('the doctor finds nothing in a healthy system and says what to do about a fault', async () => {
  const healthy = await operate(server.directory, ['doctor'])
  expect(healthy.json).toEqual({ healthy: true, faults: [] })
  expect(healthy.status).toBe(0)
  await chmod(join(server.directory, 'keys/instance.key'), 0o644)
  const ill = await operate(server.directory, ['doctor'])
  expect(ill.status).toBe(1)
  expect(ill.output).toContain('instance.key')
  await chmod(join(server.directory, 'keys/instance.key'), 0o600)
})

test('exports everything of a person to a file only its owner can read, and never over another file', async () => {
  const person = await signUp(server.origin, { username: 'birch', display_name: 'Birch' })
  const guild = await makeGuild(person)
  await person.call('POST', `/api/v10/channels/${guild.channel}/messages`, { content: 'mine to keep' })
  const file = join(server.directory, 'birch.zip')
  expect((await operate(server.directory, ['export', 'birch', file])).status).toBe(0)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const files = await readZip(await readFile(file))
  expect(rowsOf(files, 'chat/messages.ndjson')).toMatchObject([{ content: 'mine to keep' }])
  expect(rowsOf(files, 'accounts/accounts.ndjson')).toMatchObject([
    { username: 'birch', display_name: 'Birch' },
  ])
  expect(files.has('manifest.json')).toBe(true)
  expect((await operate(server.directory, ['export', 'birch', file])).status).toBe(1)
})

test('works on a stopped system too', async () => {
  expect(await server.stop()).toBe(0)
  expect((await operate(server.directory, ['doctor'])).json).toEqual({ healthy: true, faults: [] })
  const made = await operate(server.directory, ['account', 'create', 'kale', '--password-stdin'], password)
  expect(made.status).toBe(0)
  const unknown = await operate(server.directory, ['erase', 'nobody.here', '--mode', 'everything'])
  expect([unknown.status, unknown.json]).toMatchObject([1, { code: 'no_such_name' }])
  server = await server.restart()
  expect((await signIn('kale', password)).status).toBe(200)
})
