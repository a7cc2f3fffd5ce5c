import type { Secret } from '@alles/platform/contract'
import type { Connection } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import type { Schema } from '../database/types.ts'
import { deviceOf } from './device.ts'
import { expiryFrom, hourOf } from './session-policy.ts'
import { insertSession } from './session-store.ts'
import { hashToken, newToken } from './session-token.ts'

export interface SessionStart {
  readonly personId: string
  readonly personKey: string
  readonly accountId: string
  /** The User-Agent header; only the families in it are kept. */
  readonly userAgent: string | undefined
}

/** A new session of somebody who has just proved who they are. The token is nowhere else. */
export async function startSession(
  accounts: Accounts,
  on: Connection<Schema>,
  start: SessionStart,
): Promise<Secret> {
  const token = newToken()
  const id = accounts.ids.next()
  const [device] = await accounts.sealer.seal(catalogue.tables.sessions, 'device', [
    { row: id, key: start.personKey, value: deviceOf(start.userAgent) },
  ])
  if (!device) throw new Error('the device of a session was not sealed')
  const now = accounts.clock.now()
  await insertSession(on, {
    id,
    token_hash: hashToken(token.reveal()),
    person_id: start.personId,
    account_id: start.accountId,
    device: Buffer.from(device),
    created_at: new Date(now),
    proved_at: new Date(now),
    last_seen_at: hourOf(now),
    expires_at: expiryFrom(now),
  })
  return token
}
