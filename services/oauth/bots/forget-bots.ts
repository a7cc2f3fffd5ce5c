import { clearBotTokens } from '../applications/application-store.ts'
import type { OAuth } from '../oauth.ts'
import { announceReset } from './announce-reset.ts'

/** The tokens of an account's bots, or its own where it is a bot, stop working. Does nothing twice. */
export async function forgetBots(oauth: OAuth, accountId: string): Promise<void> {
  for (const bot of await clearBotTokens(oauth.database, accountId)) announceReset(oauth, bot)
}
