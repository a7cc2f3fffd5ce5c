import type { Accounts } from '../accounts.ts'
import { skeletonOf } from './username-policy.ts'

/** What finds a name, and what finds the names that look like it, without storing either. */
export interface UsernameIndex {
  readonly exact: Buffer
  readonly skeleton: Buffer
}

/** `folded`: see `foldUsername`. */
export async function indexUsername(accounts: Accounts, folded: string): Promise<UsernameIndex> {
  const [[exact], [skeleton]] = await Promise.all([
    accounts.keys.blindIndex({ purpose: 'username', values: [folded] }),
    accounts.keys.blindIndex({ purpose: 'username-skeleton', values: [skeletonOf(folded)] }),
  ])
  if (!exact || !skeleton) throw new Error('no index was made of a username')
  return { exact: Buffer.from(exact), skeleton: Buffer.from(skeleton) }
}
