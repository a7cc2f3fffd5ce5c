import { edgeRefusals, refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import type { SessionIdentity } from '../contract/index.ts'
import { expiryFrom, hourOf, isSeenLongAgo } from './session-policy.ts'
import { findLiveSession, updateSeen, type LiveSession } from './session-store.ts'
import { hashToken, isToken } from './session-token.ts'

/**
 * Who a token stands for, acting as `account` or as the session's current one; null where it stands for nobody, or that
 * account is suspended.
 */
export async function authenticateSession(
  accounts: Accounts,
  token: string,
  account?: string,
): Promise<SessionIdentity | null> {
  if (!isToken(token)) return null
  const hashed = hashToken(token)
  const key = hashed.toString('latin1')
  const session =
    accounts.sessions.get(key) ?? (await accounts.sessions.read(key, () => readSession(accounts, hashed)))
  if (!session) return null
  const acting = session.accounts.find((one) => one.id === (account ?? session.account_id))
  if (!acting) refuse(edgeRefusals.unknown_account)
  if (acting.suspended) return null
  return {
    accountId: acting.id,
    accountKind: acting.kind,
    personId: session.person_id,
    sessionId: session.id,
    provedAt: session.proved_at.getTime(),
    administrator: session.administrator,
  }
}

async function readSession(accounts: Accounts, tokenHash: Buffer): Promise<LiveSession | null> {
  const now = accounts.clock.now()
  const session = await findLiveSession(accounts.database, tokenHash, new Date(now))
  if (session && isSeenLongAgo(session.last_seen_at, now))
    await updateSeen(accounts.database, session.id, {
      last_seen_at: hourOf(now),
      expires_at: expiryFrom(now),
    })
  return session
}
