import { Refusal, Secret } from '@alles/platform/contract'
import { cookieName, type Exchange, type Routes } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import * as contract from '../contract/index.ts'
import { replaceSession } from '../sessions/replace-session.ts'
import { createAccount } from './create-account.ts'
import { ageGateSeconds } from './registration-policy.ts'

export function answerRegistration(routes: Routes, accounts: Accounts): void {
  routes.answer(contract.getChallenge, async (input, exchange) => {
    exchange.setHeader('cache-control', 'no-store')
    return accounts.challenges.create(input.for)
  })
  routes.answer(contract.createAccount, async (input, exchange) => {
    const gate = cookieName('age-gate', exchange.secure)
    const refusedForAge = exchange.cookie(gate) !== undefined
    try {
      const { token, account } = await createAccount(accounts, {
        username: input.username,
        password: input.password,
        displayName: input.display_name ?? null,
        email: input.email ? new Secret(input.email) : null,
        language: input.language,
        age: input.age,
        altcha: input.altcha,
        invitation: input.invitation ?? null,
        reason: input.reason ?? null,
        refusedForAge,
        userAgent: exchange.header('user-agent'),
      })
      if (token) await replaceSession(accounts, exchange, token)
      return { account, waiting: token === null }
    } catch (error) {
      if (!refusedForAge && isTooYoung(error)) closeGate(exchange, gate)
      throw error
    }
  })
}

function isTooYoung(error: unknown): boolean {
  return error instanceof Refusal && error.kind.code === contract.refusals.too_young.code
}

function closeGate(exchange: Exchange, cookie: string): void {
  exchange.setCookie(cookie, '1', { maxAgeSeconds: ageGateSeconds, httpOnly: true, sameSite: 'lax' })
}
