import type { Secret } from '@alles/platform/contract'
import { openApplication } from '../applications/application-fields.ts'
import { updateApplication } from '../applications/application-store.ts'
import { getOwnApplication } from '../applications/get-own-application.ts'
import type { OAuth } from '../oauth.ts'
import { announceReset } from './announce-reset.ts'
import { hashBotToken, newBotToken } from './bot-token.ts'

/** Makes an application's bot, or a new token for it. The token is nowhere else but in the answer. */
export async function resetBotToken(oauth: OAuth, owner: string, id: string): Promise<Secret> {
  const row = await getOwnApplication(oauth, owner, id)
  if (!row.has_bot) {
    const { name } = await openApplication(oauth, row)
    await oauth.accounts.createBotAccount({ id, username: name, displayName: name })
  }
  const token = newBotToken(id)
  await updateApplication(oauth.database, id, {
    has_bot: true,
    bot_token_hash: hashBotToken(token.reveal()),
  })
  announceReset(oauth, id)
  return token
}
