import type { Accounts } from '../accounts.ts'
import { useChallenge } from '../registration/use-challenge.ts'

/** Whether a request carries the answer to a sign-in challenge. Looked at, and used up, once and only if asked for. */
export function proofIn(accounts: Accounts, altcha: string | null): () => Promise<boolean> {
  let answer: Promise<boolean> | undefined
  return () =>
    (answer ??= altcha === null ? Promise.resolve(false) : useChallenge(accounts, 'sign-in', altcha))
}
