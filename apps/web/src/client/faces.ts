import type { Account } from '@alles/accounts/contract'
import { Refusal } from '@alles/platform/contract'
import { Unreachable } from '../api/transport.ts'
import { showFace } from './acting.ts'
import { actingAccount, type Client } from './client.ts'

/**
 * Acts as another of one's accounts in this tab, and in tabs that are opened from now on. What was written as the one
 * before goes out as the one before.
 */
export async function switchFace(client: Client, account: string): Promise<void> {
  const { session } = client.store.getState()
  if (session.kind !== 'signed-in' || session.account.id === account) return
  const { tab } = client
  const ask = (tab.asks += 1)
  try {
    const answer = await client.api.accounts.switchAccount({ account })
    if (ask === tab.asks) showFace(tab, answer.account, session.administrator)
  } catch (error) {
    if (ask === tab.asks) tab.store.setState({ notice: { kind: 'not-switched', error } })
  }
}

/** Reads which accounts the person has. Where there is no answer, what is known stays: a new connection asks again. */
export async function readAccounts(client: Client): Promise<void> {
  const acting = actingAccount(client)
  try {
    const { accounts } = await client.api.accounts.listMyAccounts({})
    if (acting !== null && actingAccount(client) === acting) client.tab.store.setState({ accounts })
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof Refusal)) throw error
  }
}

/** Puts one of the person's accounts, as the server answered it, among the known ones. */
export function keepAccount(client: Client, account: Account): void {
  const { session } = client.store.getState()
  if (session.kind === 'signed-in' && session.account.id === account.id)
    client.store.setState({ session: { ...session, account } })
  client.tab.store.setState(({ accounts }) => ({
    accounts: accounts.some((one) => one.id === account.id)
      ? accounts.map((one) => (one.id === account.id ? account : one))
      : [...accounts, account],
  }))
}
