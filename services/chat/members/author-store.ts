import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

/** The account behind each reference that exists; null where it was cut. */
export async function listAccountsOf(
  { sql }: Connection<Schema>,
  refs: readonly string[],
): Promise<Map<string, string | null>> {
  const rows = await sql<{ ref: string; account_id: string | null }[]>`
    select ref, account_id from memberships where ref = any (${sql.array([...refs], 1016)})`
  return new Map(rows.map((row) => [row.ref, row.account_id]))
}

/** What a membership seals what it writes with; null where it was erased. */
export async function findContentKey({ sql }: Connection<Schema>, ref: string): Promise<string | null> {
  const [row] = await sql<{ key: string }[]>`select content_key_id as key from memberships where ref = ${ref}`
  return row?.key ?? null
}
