import type { Account } from '@alles/accounts/contract'
import { Refusal } from '@alles/platform/contract'
import { connect } from './connect.ts'
import { actingAccount, firstState, type Client, type Session, type WhySignedOut } from './client.ts'
import { restorePending } from './send-message.ts'

/** Asks the server who is signed in, once; answers from memory afterwards. Throws when there is no answer. */
export async function findSession(client: Client): Promise<Session> {
  const known = client.store.getState().session
  if (known.kind !== 'unknown') return known
  try {
    const { account, administrator } = await client.api.accounts.getSession({})
    return begin(client, account, administrator)
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind.status !== 401) throw error
    client.store.setState({ session: { kind: 'signed-out', why: 'none' } })
    return client.store.getState().session
  }
}

/** A sign-in or registration has succeeded. */
export async function beginSession(client: Client, account: Account): Promise<void> {
  begin(client, account, false)
  const { administrator } = await client.api.accounts.getSession({})
  client.store.setState({ session: { kind: 'signed-in', account, administrator } })
}

function begin(client: Client, account: Account, administrator: boolean): Session {
  const session: Session = { kind: 'signed-in', account, administrator }
  client.store.setState({ ...firstState, session, read: client.memory.readMarks(account.id) })
  restorePending(client)
  connect(client, () => sessionEnded(client))
  return session
}

/** Signs out here and forgets what this browser kept for the account. */
export async function signOut(client: Client): Promise<void> {
  await client.api.accounts.signOut({})
  leaveSession(client, 'choice')
}

/** Clocks may differ by this much and an erasure still be known for what it is. */
const skewMs = 60_000

/** The server says that the session is over. */
export function sessionEnded(client: Client): void {
  const { erasedFrom, now } = client
  leaveSession(client, erasedFrom !== null && erasedFrom <= now() + skewMs ? 'erasure' : 'ended')
}

/** The session is over, by us or by the server: nothing of it stays in this browser. */
function leaveSession(client: Client, why: WhySignedOut): void {
  const account = actingAccount(client)
  client.connection?.stop()
  client.connection = null
  if (account !== null) client.memory.forget(account)
  client.busy.clear()
  client.erasedFrom = null
  client.store.setState({ ...firstState, session: { kind: 'signed-out', why } })
}

/** Puts our own account as the server answered it in place of the known one. */
export function keepAccount(client: Client, account: Account): void {
  const { session } = client.store.getState()
  if (session.kind === 'signed-in') client.store.setState({ session: { ...session, account } })
}
