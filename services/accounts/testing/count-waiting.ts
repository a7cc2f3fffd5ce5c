import type { TestDatabase } from '@alles/platform/testing'

/** How many connections to this database wait for a lock. Sees them from within a transaction too. */
export async function countWaiting(sql: Pick<TestDatabase['admin'], 'unsafe'>): Promise<number> {
  const rows = await sql.unsafe(`
    select from pg_locks where not granted and pid in (
      select l.pid from pg_locks l join pg_database d on d.oid = l.database
      where d.datname = current_database()
    )`)
  return rows.length
}
