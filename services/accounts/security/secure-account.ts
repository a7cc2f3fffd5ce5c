import type { SessionInfo } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import { notify } from '../contacts/notify.ts'
import { removeRecoveryTokens } from '../recovery/recovery-token-store.ts'
import { announceEnd } from '../sessions/announce-end.ts'
import { removeKnownDevices } from '../sessions/device-store.ts'
import { removeOtherSessions } from '../sessions/session-store.ts'
import { revokeAccess } from './revoke-access.ts'

/**
 * For somebody who fears that others are in their account: every other session ends, whatever applications were given is
 * taken back, links to set a new password stop working, and no device is known any more. Answers how many sessions ended.
 */
export async function secureAccount(accounts: Accounts, session: SessionInfo): Promise<number> {
  const { personId } = session
  const ended = await accounts.database.transaction(async (tx) => {
    await revokeAccess(accounts, tx, personId)
    await removeRecoveryTokens(tx, personId)
    await removeKnownDevices(tx, personId)
    await notify(accounts, tx, {
      personId,
      content: { template: 'account_secured', at: new Date(accounts.clock.now()).toISOString() },
    })
    return removeOtherSessions(tx, personId, session.id)
  })
  announceEnd(accounts, ended)
  return ended.length
}
