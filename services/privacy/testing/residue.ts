import type { RunningPrivacy } from './start-privacy.ts'

/** Every place in every database, job queues included, where one of `ids` stands: `service.schema.table: id`. */
export async function residueOf(running: RunningPrivacy, ids: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const [service, { storage }] of running.parts) {
    if (!storage) continue
    const tables = await storage.admin<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema', 'alles')`
    for (const { name } of tables) {
      const rows = await storage.admin.unsafe<{ id: string }[]>(
        `select distinct sought as id from ${name} entry, unnest($1::text[]) sought
         where entry::text ~ ('\\m' || sought || '\\M')`,
        [[...ids]] as never,
      )
      found.push(...rows.map(({ id }) => `${service}.${name}: ${id}`))
    }
  }
  return found
}

/** Ids of the keys that still exist, of those asked for. */
export async function keysLeft(running: RunningPrivacy, ids: readonly string[]): Promise<string[]> {
  const rows = await running.admin('keys')<{ id: string }[]>`
    select id from keys where id = any(${[...ids]}::int8[])`
  return rows.map((row) => row.id)
}
