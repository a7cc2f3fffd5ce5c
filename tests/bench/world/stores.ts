import { join } from 'node:path'
import { chat } from '@alles/chat/service'
import * as keysContract from '@alles/keys/contract'
import { keys } from '@alles/keys/service'
import { createSealer, type Sealer, type Table } from '@alles/platform/catalogue'
import type { ClientOf } from '@alles/platform/contract'
import { createLocalBus } from '@alles/platform/events'
import { silentLog } from '@alles/platform/log'
import { openDatabase, openSql, type Embedded } from '@alles/platform/postgres'
import { createCalls } from '@alles/platform/service'

/** What a stopped server stores, opened to be filled with more than its API could write in reasonable time. */
export interface Stores {
  /** The database of chat. */
  readonly sql: ReturnType<typeof openSql>
  table(name: string): Table
  readonly sealer: Sealer
  readonly keys: ClientOf<typeof keysContract>
  close(): Promise<void>
}

export async function openStores(postgres: Embedded, directory: string): Promise<Stores> {
  const { catalogue } = chat
  if (!catalogue) throw new Error('chat stores nothing')
  const calls = createCalls()
  const database = openDatabase({ ...postgres.admin, database: 'alles_keys' })
  const parts = {
    database,
    calls,
    bus: createLocalBus(silentLog),
    jobs: { every: () => undefined },
    log: silentLog,
  } as unknown as Parameters<typeof keys.start>[0]
  const stop = await keys.start(parts, { directory: join(directory, 'keys'), cachedKeys: 300_000 })
  const client = calls.of(keysContract)
  const sql = openSql({ ...postgres.admin, database: 'alles_chat' }, { max: 2, statementTimeout: 0 })
  return {
    sql,
    table(name) {
      const table = catalogue.tables[name]
      if (!table) throw new Error(`chat has no table ${name}`)
      return table
    },
    sealer: createSealer(client),
    keys: client,
    async close() {
      await sql.end()
      await stop()
      await database.close()
    },
  }
}
