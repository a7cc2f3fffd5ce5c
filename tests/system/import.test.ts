import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { hash } from '@node-rs/argon2'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signUp } from '../support/person.ts'
import { root, startServer, type TestServer } from '../support/server.ts'

const run = promisify(execFile)
let server: TestServer
let folder = ''
beforeAll(async () => {
  server = await startServer()
  folder = await mkdtemp(join(tmpdir(), 'alles-import-'))
})
afterAll(async () => {
  await server.remove()
  await rm(folder, { recursive: true, force: true })
})

/** What the operator's tool says, and how it ends. */
async function alles(...args: string[]): Promise<{ code: number; out: string }> {
  const env = { ...process.env, ALLES_DATA_DIR: server.directory }
  try {
    const { stdout } = await run(process.execPath, ['apps/cli/main.ts', ...args], { cwd: root, env })
    return { code: 0, out: stdout }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, out: stdout + stderr }
  }
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

const password = 'brought along from elsewhere'
const signIn = async (login: string) => {
  const answer = await fetch(`${server.origin}/api/alles/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
  return answer.status
}

describe('importing accounts into a running server', () => {
  test('takes more lines than one request holds, says of each what became of it, and can be repeated', async () => {
    const hashed = await hash(password, { memoryCost: 8192, timeCost: 2, parallelism: 1 })
    const names = Array.from({ length: 450 }, (_, at) => `moved_in_${at}a`)
    const lines = names.map((username) => JSON.stringify({ username, password_hash: hashed }))
    const path = await file('people.jsonl', lines.join('\n'))
    const dry = await alles('account', 'import', path, '--dry-run')
    expect([dry.code, dry.out.split('\n').at(-2)]).toEqual([
      0,
      '450 would be made, 0 there already, 0 passed over.',
    ])
    expect(await signIn('moved_in_0a')).toBe(401)
    const made = await alles('account', 'import', path)
    expect([made.code, made.out.split('\n').at(-2)]).toEqual([0, '450 made, 0 there already, 0 passed over.'])
    expect([await signIn('moved_in_0a'), await signIn('moved_in_449a')]).toEqual([200, 200])
    const again = await alles('account', 'import', path, '--json')
    expect(again.code).toBe(0)
    expect(JSON.parse(again.out)).toMatchObject({ made: 0, exists: 450, failed: 0, dryRun: false })
  })

  test('ends with a failure where one line is not fine, and makes the others', async () => {
    const hashed = await hash(password)
    const text = `username,password_hash\nroot,"${hashed}"\n"fine_one","${hashed}"\n`
    const { code, out } = await alles('account', 'import', await file('mixed.csv', text))
    expect([code, out.trim().split('\n')]).toEqual([
      1,
      ['line 2: this username is reserved', 'line 3: ok', '1 made, 0 there already, 1 passed over.'],
    ])
    const none = await alles('account', 'import', join(folder, 'none.csv'))
    expect([none.code, none.out]).toEqual([1, expect.stringContaining('cannot be read (ENOENT)')])
  })
})

describe('importing leaked passwords', () => {
  test('counts for a server that is running', async () => {
    const path = await file('leaked.txt', 'a sunny meadow in may\n')
    expect((await alles('passwords', 'import', path)).code).toBe(0)
    const refused = signUp(server.origin, { password: 'A sunny meadow in May' })
    await expect(refused).rejects.toThrow('leaked_password')
  })
})
