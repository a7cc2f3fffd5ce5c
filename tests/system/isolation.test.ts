import { afterAll, beforeAll, expect, test } from 'vitest'
import { liveRoles, openLive } from '../support/live-database.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let roles: [role: string, password: string][]

beforeAll(async () => {
  server = await startServer()
  roles = await liveRoles(server.directory)
})

afterAll(async () => {
  await server?.remove()
})

/** What a live role can do in a database: `null`, or the code of the error. */
async function attempt(role: string, password: string, database: string): Promise<string | null> {
  const sql = openLive(server.directory, [role, password], database)
  try {
    await sql`select count(*) from migrations`.catch(() => sql`select 1`)
    return null
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  } finally {
    await sql.end({ timeout: 1 })
  }
}

test('each service’s role opens its own database and is denied every other one', async () => {
  expect(roles.length).toBeGreaterThanOrEqual(5)
  const databases = [...roles.map(([role]) => role), 'postgres', 'template1']
  for (const [role, password] of roles)
    for (const database of databases)
      expect([role, database, await attempt(role, password, database)]).toEqual([
        role,
        database,
        role === database ? null : '42501',
      ])
})
