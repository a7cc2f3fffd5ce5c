import type { Secret } from '@alles/platform/contract'
import { cookieName, type Exchange } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import { endSession } from './end-session.ts'
import { sessionSeconds } from './session-policy.ts'

/** Gives the browser its new session; the one it had, if any, ends. */
export async function replaceSession(accounts: Accounts, exchange: Exchange, token: Secret): Promise<void> {
  const before = exchange.caller?.session
  if (before) await endSession(accounts, before.personId, before.id)
  giveCookie(exchange, token.reveal())
}

export function giveCookie(exchange: Exchange, token: string): void {
  exchange.setCookie(cookieName('session', exchange.secure), token, {
    maxAgeSeconds: sessionSeconds,
    httpOnly: true,
    sameSite: 'lax',
  })
}
