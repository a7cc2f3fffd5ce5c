import type { Accounts } from '../accounts.ts'
import { insertUsedChallenge } from './challenge-store.ts'
import type { ChallengePurpose } from './challenges.ts'

/** Whether this is the right answer to a challenge for the purpose, given for the first time. It counts once. */
export async function useChallenge(
  accounts: Accounts,
  purpose: ChallengePurpose,
  altcha: string,
): Promise<boolean> {
  const solved = await accounts.challenges.check(altcha, purpose)
  return solved !== null && insertUsedChallenge(accounts.database, solved)
}
