import { listApplicationRows } from '../applications/application-store.ts'
import type { OAuth } from '../oauth.ts'

/**
 * The bots of an account's applications. A bot's account is made before its application says so: one that was left
 * behind between the two is among them.
 */
export async function listBots(oauth: OAuth, accountId: string): Promise<string[]> {
  const rows = await listApplicationRows(oauth.database, accountId)
  const bots = await Promise.all(
    rows.map(async ({ id, has_bot }) =>
      has_bot || (await oauth.accounts.findAccountById({ accountId: id })) ? [id] : [],
    ),
  )
  return bots.flat()
}
