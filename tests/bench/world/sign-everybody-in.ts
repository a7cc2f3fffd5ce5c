import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hash } from '@node-rs/argon2'
import { operate } from '../../support/operator.ts'
import type { TestServer } from '../../support/server.ts'
import type { Author } from './world.ts'

const password = 'correct horse battery staple'
const atOnce = 8

/** Makes accounts as the operator's import does and signs each of them in. */
export async function signEverybodyIn(server: TestServer, count: number): Promise<Author[]> {
  const hashed = await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
  const names = Array.from({ length: count }, (_, at) => `resident_${at}`)
  const file = join(server.directory, 'residents.jsonl')
  await writeFile(
    file,
    names.map((username) => JSON.stringify({ username, password_hash: hashed })).join('\n'),
  )
  const answer = await operate(server.directory, ['account', 'import', file])
  if (answer.status !== 0) throw new Error(`the import of accounts failed: ${answer.output.slice(0, 1000)}`)
  const authors: Author[] = []
  for (let from = 0; from < count; from += atOnce)
    authors.push(...(await Promise.all(names.slice(from, from + atOnce).map((name) => signIn(server, name)))))
  return authors
}

async function signIn({ origin }: TestServer, login: string): Promise<Author> {
  const answer = await fetch(`${origin}/api/alles/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
  if (answer.status !== 200) throw new Error(`${login} signed in with ${answer.status}`)
  const { account } = (await answer.json()) as { account: { id: string } }
  return { id: account.id, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' }
}
