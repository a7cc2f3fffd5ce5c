import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hash } from '@node-rs/argon2'
import { operate } from '../../support/operator.ts'
import { signIn, type TestPerson } from '../../support/person.ts'
import type { TestServer } from '../../support/server.ts'

const password = 'correct horse battery staple'
const atOnce = 8

/** Makes accounts as the operator's import does and signs each of them in. */
export async function signEverybodyIn(server: TestServer, count: number): Promise<TestPerson[]> {
  const hashed = await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
  const names = Array.from({ length: count }, (_, at) => `resident_${at}`)
  const file = join(server.directory, 'residents.jsonl')
  await writeFile(
    file,
    names.map((username) => JSON.stringify({ username, password_hash: hashed })).join('\n'),
  )
  const answer = await operate(server.directory, ['account', 'import', file])
  if (answer.status !== 0) throw new Error(`the import of accounts failed: ${answer.output.slice(0, 1000)}`)
  const people: TestPerson[] = []
  for (let from = 0; from < count; from += atOnce)
    people.push(
      ...(await Promise.all(
        names
          .slice(from, from + atOnce)
          .map((username) => signIn({ origin: server.origin, username, password })),
      )),
    )
  return people
}
