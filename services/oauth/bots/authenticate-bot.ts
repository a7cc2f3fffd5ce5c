import { maySignIn } from '../applications/application-standing.ts'
import { findByBotToken } from '../applications/application-store.ts'
import type { BotIdentity } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { hashBotToken, isBotToken } from './bot-token.ts'

/** Which bot a token stands for, or null; that of a stopped application or a suspended owner stands for none. A bot's account has the id of its application. */
export async function authenticateBot(oauth: OAuth, token: string): Promise<BotIdentity | null> {
  if (!isBotToken(token)) return null
  const hashed = hashBotToken(token)
  const applicationId = await oauth.bots.read(hashed.toString('latin1'), () => findBot(oauth, hashed))
  return applicationId === null ? null : { accountId: applicationId, applicationId }
}

async function findBot(oauth: OAuth, tokenHash: Buffer): Promise<string | null> {
  const found = await findByBotToken(oauth.database, tokenHash)
  return found && (await maySignIn(oauth, found)) ? found.id : null
}
