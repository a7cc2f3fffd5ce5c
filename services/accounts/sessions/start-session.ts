import type { Secret } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import { notify } from '../contacts/notify.ts'
import type { Schema } from '../database/types.ts'
import { deviceOf } from './device.ts'
import { isKnownDevice, shownDevice } from './known-device.ts'
import { expiryFrom, hourOf } from './session-policy.ts'
import { insertSession } from './session-store.ts'
import { hashToken, newToken } from './session-token.ts'

export interface SessionStart {
  readonly personId: string
  readonly personKey: string
  readonly accountId: string
  /** The User-Agent header; only the families in it are kept. */
  readonly userAgent: string | undefined
  /** The person has just registered: that they are here is no news to them. */
  readonly isFirst?: true
}

/**
 * A new session of somebody who has just proved who they are. The token is nowhere else. From a device not seen for this
 * person lately, they are told.
 */
export async function startSession(
  accounts: Accounts,
  tx: Transaction<Schema>,
  start: SessionStart,
): Promise<Secret> {
  const token = newToken()
  const id = accounts.ids.next()
  const device = deviceOf(start.userAgent)
  const [sealed] = await accounts.sealer.seal(catalogue.tables.sessions, 'device', [
    { row: id, key: start.personKey, value: device },
  ])
  if (!sealed) throw new Error('the device of a session was not sealed')
  const now = accounts.clock.now()
  await insertSession(tx, {
    id,
    token_hash: hashToken(token.reveal()),
    person_id: start.personId,
    account_id: start.accountId,
    device: Buffer.from(sealed),
    created_at: new Date(now),
    proved_at: new Date(now),
    last_seen_at: hourOf(now),
    expires_at: expiryFrom(now),
  })
  const known = await isKnownDevice(accounts, tx, { personId: start.personId, device })
  if (!known && !start.isFirst)
    await notify(accounts, tx, {
      personId: start.personId,
      content: {
        template: 'new_sign_in',
        device: shownDevice(device),
        at: new Date(now).toISOString(),
      },
    })
  return token
}
