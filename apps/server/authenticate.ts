import * as accountsContract from '@alles/accounts/contract'
import * as oauthContract from '@alles/oauth/contract'
import { edgeRefusals, refuse } from '@alles/platform/contract'
import { cookieName, type Authenticate, type Caller } from '@alles/platform/http'
import type { Calls } from '@alles/platform/service'

/** Finds out who calls: a bot by its token, a person by the session cookie and the account they name. */
export function createAuthenticate(calls: Calls): Authenticate {
  const accounts = calls.of(accountsContract)
  const oauth = calls.of(oauthContract)
  const asBot = async (token: string): Promise<Caller> => {
    const bot = await oauth.authenticateBot({ token })
    if (!bot) refuse(edgeRefusals.not_signed_in)
    return { actor: { accountId: bot.accountId, bot: true }, session: null, administrator: false }
  }
  const asPerson = async (token: string, account: string | undefined): Promise<Caller | null> => {
    const session = await accounts.authenticateSession({ token, ...(account !== undefined && { account }) })
    if (!session) return null
    return {
      actor: { accountId: session.accountId, bot: false },
      session: { id: session.sessionId, personId: session.personId, provedAt: session.provedAt },
      administrator: session.administrator,
    }
  }
  return async (request) => {
    const credential = request.header('authorization')
    if (credential !== undefined) {
      const token = /^Bot (\S+)$/.exec(credential)?.[1]
      return token === undefined ? refuse(edgeRefusals.not_signed_in) : asBot(token)
    }
    const cookie = request.cookie(cookieName('session', request.secure))
    return cookie === undefined ? null : asPerson(cookie, request.header('alles-account'))
  }
}
