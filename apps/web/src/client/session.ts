import type { Account } from '@alles/accounts/contract'
import { edgeRefusals, Refusal } from '@alles/platform/contract'
import { beginAs, leaveSession } from './acting.ts'
import type { Client, Session } from './client.ts'
import { readAccounts } from './faces.ts'

/**
 * Asks the server who is signed in, once; answers from memory afterwards. A tab that was reloaded goes on with the face
 * it had. Throws when there is no answer.
 */
export async function findSession(client: Client): Promise<Session> {
  const known = client.store.getState().session
  if (known.kind !== 'unknown') return known
  const remembered = client.memory.face()
  try {
    client.face = remembered
    const { account, administrator } = await whoAmI(client)
    const session = beginAs(client, account, administrator)
    if (remembered !== null && remembered !== account.id) tellFaceGone(client, account)
    void readAccounts(client)
    return session
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind.status !== 401) throw error
    client.face = null
    client.memory.keepFace(null)
    client.store.setState({ session: { kind: 'signed-out', why: 'none' } })
    return client.store.getState().session
  }
}

async function whoAmI(client: Client): Promise<{ account: Account; administrator: boolean }> {
  try {
    return await client.api.accounts.getSession({})
  } catch (error) {
    const gone = error instanceof Refusal && error.kind.code === edgeRefusals.unknown_account.code
    if (!gone || client.face === null) throw error
    client.face = null
    return client.api.accounts.getSession({})
  }
}

function tellFaceGone(client: Client, account: Account): void {
  client.tab.store.setState({
    notice: { kind: 'face-gone', now: account.display_name ?? account.username },
  })
}

/** A sign-in or registration has succeeded. */
export async function beginSession(client: Client, account: Account): Promise<void> {
  beginAs(client, account, false)
  const { administrator } = await client.api.accounts.getSession({})
  client.store.setState({ session: { kind: 'signed-in', account, administrator } })
  await readAccounts(client)
}

/** Signs out here and forgets what this browser kept for the person's accounts. */
export async function signOut(client: Client): Promise<void> {
  await client.api.accounts.signOut({})
  leaveSession(client, 'choice')
}
