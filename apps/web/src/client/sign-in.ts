import { refusals, type Account, type Challenge } from '@alles/accounts/contract'
import { Refusal } from '@alles/platform/contract'
import type { Api } from '../api/clients.ts'

/** What somebody writes to come in. */
export interface Credentials {
  readonly login: string
  readonly password: string
  /** Of an authenticator app, or a recovery code; null before it is asked for. */
  readonly code: string | null
}

/** Solves a challenge; the base64 payload that ALTCHA's clients make. */
export type Solve = (challenge: Challenge) => Promise<string>

/** More than one challenge in a row would mean that the server does not take our answers. */
const mostChallenges = 2

/**
 * Signs in. Where the server asks for work first, because many have tried this name, the work is done and the same
 * credentials are tried again.
 */
export async function signIn(api: Api, credentials: Credentials, solve: Solve): Promise<Account> {
  let altcha: string | null = null
  for (let challenges = 0; ; challenges += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- each try answers the refusal before it
      const { account } = await api.accounts.signIn({ ...credentials, ...(altcha !== null && { altcha }) })
      return account
    } catch (error) {
      if (!isRefused(error, refusals.proof_of_work_required.code) || challenges === mostChallenges)
        throw error
      // oxlint-disable-next-line no-await-in-loop -- as above
      altcha = await solve(await api.accounts.getChallenge({ for: 'sign-in' }))
    }
  }
}

/** Whether something was refused for this reason. */
export function isRefused(error: unknown, code: string): boolean {
  return error instanceof Refusal && error.kind.code === code
}
