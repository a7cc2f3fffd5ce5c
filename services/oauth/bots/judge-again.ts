import { listApplicationRows } from '../applications/application-store.ts'
import { botTokenReset, botTokensTopic } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'

/**
 * An account was suspended, or is no longer: whatever its bots hold open in this process ends, and they are judged anew.
 * Every process hears of it and does the same.
 */
export async function judgeAgain(oauth: OAuth, ownerId: string): Promise<void> {
  for (const { id, has_bot } of await listApplicationRows(oauth.database, ownerId))
    if (has_bot) oauth.bus.publishHere(botTokensTopic, botTokenReset, { accountId: id })
}
