import { edgeRefusals, refuse } from '@alles/platform/contract'
import { cookieName, limitKey, type Exchange, type Routes } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import * as contract from '../contract/index.ts'
import { findAccountRow } from '../people/account-store.ts'
import { openOwnAccount } from '../people/own-account.ts'
import { confirmPassword } from './confirm-password.ts'
import { endSession } from './end-session.ts'
import { listSessions } from './list-sessions.ts'
import { giveCookie, replaceSession } from './replace-session.ts'
import { signIn } from './sign-in.ts'
import { switchAccount } from './switch-account.ts'

export function answerSessions(routes: Routes, accounts: Accounts): void {
  routes.answer(contract.signIn, async (input, exchange) => {
    const { token, account } = await signIn(accounts, {
      login: input.login,
      password: input.password,
      code: input.code ?? null,
      altcha: input.altcha ?? null,
      network: limitKey(exchange.address),
      userAgent: exchange.header('user-agent'),
    })
    await replaceSession(accounts, exchange, token)
    return { account }
  })
  routes.answer(contract.getSession, (_, exchange) => getSession(accounts, exchange))
  routes.answer(contract.signOut, async (_, exchange) => {
    await endSession(accounts, exchange.session.personId, exchange.session.id)
    dropCookie(exchange)
  })
  routes.answer(contract.confirmPassword, (input, exchange) =>
    confirmPassword(accounts, exchange.session, { password: input.password, code: input.code ?? null }),
  )
  routes.answer(contract.switchAccount, async (input, exchange) => ({
    account: await switchAccount(accounts, exchange.session, input.account),
  }))
  routes.answer(contract.listSessions, async (_, exchange) => ({
    sessions: await listSessions(accounts, exchange.session),
  }))
  routes.answer(contract.endSession, async (input, exchange) => {
    if (!(await endSession(accounts, exchange.session.personId, input.id)))
      refuse(contract.refusals.unknown_session)
    if (input.id === exchange.session.id) dropCookie(exchange)
  })
}

/** Asking who is signed in also keeps the browser's cookie as long as the session. */
async function getSession(accounts: Accounts, exchange: Exchange) {
  const row = await findAccountRow(accounts.database, exchange.actor.accountId)
  if (!row) refuse(edgeRefusals.not_signed_in)
  const token = exchange.cookie(cookieName('session', exchange.secure))
  if (token !== undefined) giveCookie(exchange, token)
  return {
    account: await openOwnAccount(accounts, row),
    administrator: exchange.caller?.administrator ?? false,
  }
}

function dropCookie(exchange: Exchange): void {
  exchange.clearCookie(cookieName('session', exchange.secure))
}
