import { Refusal } from '@alles/platform/contract'
import type { Gateway } from '../gateway.ts'
import type { Identity } from './session.ts'

/** What a connection may prove itself with. */
export interface Credentials {
  /** What the client sent in its frame; empty for people. */
  readonly token: string
  /** The session cookie that came with the upgrade. */
  readonly cookie: string | null
  /** Which of the person's accounts acts; null for the one the session acts as. */
  readonly account: string | null
}

/** Who is there; null where the credentials stand for nobody. */
export async function authenticate(gateway: Gateway, credentials: Credentials): Promise<Identity | null> {
  if (credentials.token !== '') return botOf(gateway, credentials.token.replace(/^Bot /, ''))
  return credentials.cookie === null ? null : personOf(gateway, credentials.cookie, credentials.account)
}

async function botOf({ oauth }: Gateway, token: string): Promise<Identity | null> {
  const bot = await oauth.authenticateBot({ token })
  return bot && { ...bot, bot: true, signInId: null }
}

async function personOf(
  { accounts }: Gateway,
  token: string,
  account: string | null,
): Promise<Identity | null> {
  try {
    const found = await accounts.authenticateSession({ token, ...(account !== null && { account }) })
    if (!found) return null
    const { accountId, sessionId } = found
    return { accountId, applicationId: accountId, bot: false, signInId: sessionId }
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}
