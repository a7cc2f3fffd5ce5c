import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Secret } from '@alles/platform/contract'
import { openSql } from '@alles/platform/postgres'

export type Sql = ReturnType<typeof openSql>

/** The services' roles of a running server and their passwords, as the data directory holds them. */
export async function liveRoles(directory: string): Promise<[role: string, password: string][]> {
  return Object.entries(
    JSON.parse(await readFile(join(directory, 'postgres-roles.json'), 'utf8')) as Record<string, string>,
  )
}

/** Opens a database of a running server's embedded PostgreSQL as one of its roles. */
export function openLive(
  directory: string,
  [role, password]: readonly [string, string],
  database = role,
): Sql {
  const host = join(directory, 'postgres/run')
  return openSql(
    { host, port: 5432, user: role, password: new Secret(password), database, tls: 'off' },
    { max: 1, statementTimeout: 3000 },
  )
}

/** Runs `work` in the database of one service. */
export async function inLive<T>(
  directory: string,
  service: string,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const role = (await liveRoles(directory)).find(([name]) => name === `alles_${service}`)
  if (!role) throw new Error(`${service} has no role`)
  const sql = openLive(directory, role)
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 1 })
  }
}
