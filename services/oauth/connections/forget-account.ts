import { forgetBots } from '../bots/forget-bots.ts'
import type { OAuth } from '../oauth.ts'
import { removeGrantsOf } from './grant-store.ts'

/** What an account gave to applications ends, and its own applications' bots stop. Does nothing twice. */
export async function forgetAccount(oauth: OAuth, accountId: string): Promise<void> {
  await removeGrantsOf(oauth.database, accountId)
  await forgetBots(oauth, accountId)
}
