/* Makes, uses, destroys and re-wraps keys until it is killed, and says on standard output what it was told is done. */
import { writeSync } from 'node:fs'
import { stdin } from 'node:process'
import { text } from 'node:stream/consumers'
import { Secret } from '@alles/platform/contract'
import { createLocalBus } from '@alles/platform/events'
import { randomBelow } from '@alles/platform/ids'
import { silentLog } from '@alles/platform/log'
import { openDatabase, type ConnectionOptions } from '@alles/platform/postgres'
import { createCalls, type Parts } from '@alles/platform/service'
import * as contract from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { keys } from '../service.ts'
import { sealWords } from './words.ts'

/** What it is given on standard input. */
export interface Churn {
  readonly directory: string
  readonly connection: Omit<ConnectionOptions, 'password'> & { readonly password: string }
}

/** What it says, a line each: `made` with a sealed word, `destroying` before and `destroyed` after. */
export type Said =
  | { readonly made: string; readonly sealed: string }
  | { readonly destroying: readonly string[] }
  | { readonly destroyed: readonly string[] }

function say(said: Said): void {
  writeSync(1, `${JSON.stringify(said)}\n`)
}

const { directory, connection } = JSON.parse(await text(stdin)) as Churn
const calls = createCalls()
const parts = {
  database: openDatabase<Schema>({ ...connection, password: new Secret(connection.password) }),
  calls,
  bus: createLocalBus(silentLog),
  jobs: { every: () => undefined },
  log: silentLog,
} as unknown as Parts<Schema>
await keys.start(parts, { directory })
const client = calls.of(contract)
for (;;) {
  const wanted = Array.from({ length: 12 }, () => ({
    kind: 'content' as const,
    id: `${randomBelow(2 ** 40) * 256 + randomBelow(6)}`,
  }))
  const { ids } = await client.create({ keys: wanted })
  for (const [made, sealed] of await sealWords(client, ids))
    say({ made, sealed: Buffer.from(sealed).toString('base64') })
  const doomed = ids.slice(0, 4)
  say({ destroying: doomed })
  await client.destroy({ ids: doomed })
  say({ destroyed: doomed })
  if (randomBelow(3) === 0) await client.rotate({})
}
