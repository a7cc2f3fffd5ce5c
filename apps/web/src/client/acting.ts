import type { Account } from '@alles/accounts/contract'
import { Refusal } from '@alles/platform/contract'
import { connect } from './connect.ts'
import { actingAccount, firstState, type Client, type Session, type WhySignedOut } from './client.ts'
import { restorePending } from './send-message.ts'
import { shownClient, type Tab } from './tab.ts'

/*
 * As whom a tab acts: how a face takes the place of another, and what becomes of one that is gone.
 */

/** How long to wait before asking again when there was no answer, in milliseconds. */
const againMs = 5_000
/** Clocks may differ by this much and an erasure still be known for what it is. */
const skewMs = 60_000

/** A client begins to act as an account: from now on each of its requests names it. */
export function beginAs(client: Client, account: Account, administrator: boolean): Session {
  const session: Session = { kind: 'signed-in', account, administrator }
  client.face = account.id
  client.store.setState({ ...firstState, session, read: client.memory.readMarks(account.id) })
  restorePending(client)
  connectAgain(client)
  return session
}

/** Opens the connection of a client that acts already, with all that it knew. */
function connectAgain(client: Client): void {
  client.memory.keepFace(client.face)
  connect(client, () => void findFace(client))
}

/** Shows another of the person's accounts. The client of the one before goes on with what it has to send. */
export function showFace(tab: Tab, account: Account, administrator: boolean): void {
  const before = shownClient(tab)
  const acting = actingAccount(before)
  if (acting !== null) tab.faces.set(acting, before)
  rest(before)
  const known = tab.faces.get(account.id)
  const next = known ?? tab.make()
  if (known) {
    known.store.setState({ session: { kind: 'signed-in', account, administrator } })
    connectAgain(known)
  } else beginAs(next, account, administrator)
  tab.store.setState(({ turn }) => ({ client: next, turn: turn + 1, notice: null }))
}

function rest(client: Client): void {
  client.connection?.stop()
  client.connection = null
}

/** The server says that the session is over. */
export function sessionEnded(client: Client): void {
  const { erasedFrom, now } = shownClient(client.tab)
  leaveSession(client, erasedFrom !== null && erasedFrom <= now() + skewMs ? 'erasure' : 'ended')
}

/** The session is over, by us or by the server: nothing of any of its accounts stays in this browser. */
export function leaveSession({ tab, memory }: Client, why: WhySignedOut): void {
  const shown = shownClient(tab)
  const clients = new Set([shown, ...tab.faces.values()])
  const { accounts } = tab.store.getState()
  const ids = [...clients].map(actingAccount).filter((id) => id !== null)
  for (const id of new Set([...ids, ...accounts.map((one) => one.id)])) memory.forget(id)
  memory.keepFace(null)
  tab.asks += 1
  for (const client of clients) stopActing(client, why)
  tab.faces.clear()
  tab.store.setState({ accounts: [], notice: null })
}

function stopActing(client: Client, why: WhySignedOut): void {
  rest(client)
  client.busy.clear()
  client.face = null
  client.erasedFrom = null
  client.store.setState({ ...firstState, session: { kind: 'signed-out', why } })
}

/** Clients that are finding out what became of their face. */
const asking = new WeakSet<Client>()

/**
 * The server does not know the account that acts here, or closed its connection. Either the session is over, or the
 * account is gone: then the tab goes on with the account that the session names, and says so.
 */
export async function findFace(client: Client): Promise<void> {
  if (asking.has(client)) return
  asking.add(client)
  try {
    await replaceFace(client)
  } catch (error) {
    if (error instanceof Refusal && error.kind.status === 401) sessionEnded(client)
    else client.timers.set(() => void findFace(client), againMs)
  } finally {
    asking.delete(client)
  }
}

async function replaceFace(client: Client): Promise<void> {
  const lost = client.face
  if (lost === null) return
  const { tab } = client
  // A client that nobody acts with names no account: the session's own answers.
  const next = tab.make()
  const { account, administrator } = await next.api.accounts.getSession({})
  next.face = account.id
  const { accounts } = await next.api.accounts.listMyAccounts({})
  if (client.face !== lost) return
  const isShown = shownClient(tab) === client
  if (accounts.some((one) => one.id === lost)) {
    if (isShown) client.timers.set(() => (client.face === lost ? connectAgain(client) : undefined), againMs)
    return
  }
  client.memory.forget(lost)
  stopActing(client, 'ended')
  tab.faces.delete(lost)
  tab.store.setState({ accounts })
  if (!isShown) return
  beginAs(next, account, administrator)
  const notice = { kind: 'face-gone', now: account.display_name ?? account.username } as const
  tab.store.setState(({ turn }) => ({ client: next, turn: turn + 1, notice }))
}
