import { hash, randomBytes } from 'node:crypto'
import type { Accounts } from '../accounts.ts'
import { insertChallenge, removeChallenge } from './passkey-challenge-store.ts'

const goodForMs = 5 * 60_000

/** What a challenge is signed for. Those that belong to a session count for that session alone. */
export type ChallengeUse =
  | { readonly for: 'sign-in' }
  | { readonly for: 'registration' | 'confirmation'; readonly sessionId: string }

/** 256 random bits, good for one use within 5 minutes in any process. Stored as a hash of it and of what it is for. */
export async function newPasskeyChallenge(accounts: Accounts, use: ChallengeUse) {
  const challenge = randomBytes(32)
  await insertChallenge(accounts.database, {
    challenge_hash: hashOf(challenge.toString('base64url'), use),
    expires_at: new Date(accounts.clock.now() + goodForMs),
  })
  return Uint8Array.from(challenge)
}

/** Whether this was such a challenge; it is none any more. */
export async function usePasskeyChallenge(
  accounts: Accounts,
  challenge: string,
  use: ChallengeUse,
): Promise<boolean> {
  return removeChallenge(accounts.database, hashOf(challenge, use), new Date(accounts.clock.now()))
}

function hashOf(challenge: string, use: ChallengeUse): Buffer {
  const whose = 'sessionId' in use ? use.sessionId : ''
  return hash('sha256', JSON.stringify([use.for, whose, challenge]), 'buffer')
}
