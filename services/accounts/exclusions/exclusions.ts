import type { Accounts } from '../accounts.ts'
import { insertExclusion, isPersonExcluded, removeExclusion, type Exclusion } from './exclusion-store.ts'

export interface Place {
  readonly accountId: string
  readonly guildId: string
}

/** A guild banned an account: from now on its siblings are excluded too. Does nothing twice, and nothing to bots. */
export async function exclude(accounts: Accounts, place: Place): Promise<void> {
  const since = new Date(accounts.clock.now())
  await insertExclusion(accounts.database, await exclusionOf(accounts, place), since)
}

/** The ban was lifted. Whoever has another banned account stays excluded. */
export async function readmit(accounts: Accounts, place: Place): Promise<void> {
  await removeExclusion(accounts.database, await exclusionOf(accounts, place))
}

/** Whether a guild banned the account or another one of its person; which, is not said. */
export async function isExcluded(accounts: Accounts, place: Place): Promise<boolean> {
  return isPersonExcluded(accounts.database, await exclusionOf(accounts, place))
}

/** Guilds are kept as keyed hashes: this service has no business knowing who is where. */
async function exclusionOf({ keys }: Accounts, { accountId, guildId }: Place): Promise<Exclusion> {
  const [hash] = await keys.blindIndex({ purpose: 'exclusion', values: [guildId] })
  if (!hash) throw new Error('no index was made of a guild')
  return { accountId, guildHash: Buffer.from(hash) }
}
