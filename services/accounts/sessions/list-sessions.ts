import type { SessionInfo } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import type { SignIn } from '../contract/index.ts'
import type { Device } from './device.ts'
import { listSessionRows } from './session-store.ts'

/** Where a person is signed in. */
export async function listSessions(accounts: Accounts, session: SessionInfo): Promise<SignIn[]> {
  const rows = await listSessionRows(accounts.database, session.personId, new Date(accounts.clock.now()))
  const table = catalogue.tables.sessions
  const devices = await accounts.sealer.open<Device, typeof table>(
    table,
    'device',
    rows.map((row) => ({ row: row.id, sealed: row.device })),
  )
  return rows.map((row, index) => ({
    id: row.id,
    device: devices[index] ?? { browser: null, system: null },
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
    current: row.id === session.id,
  }))
}
