import { randomBelow } from '@alles/platform/ids'
import type { Accounts } from '../accounts.ts'
import { numbered, usernameFor } from '../usernames/bot-username.ts'
import { indexUsername } from '../usernames/username-index.ts'
import { isNameTaken } from '../usernames/username-store.ts'
import { findAccountRow, insertAccount } from './account-store.ts'
import { isNameConflict } from './name-conflict.ts'
import { sealNewAccount } from './new-account.ts'
import { openOwnAccount } from './own-account.ts'

export interface NewBot {
  readonly id: string
  /** The wished name; the account gets one as near as possible to it. */
  readonly username: string
  readonly displayName: string | null
}

const mostTries = 20

/** The account of a bot. Does nothing twice: where the account exists, it is answered. */
export async function createBotAccount(accounts: Accounts, bot: NewBot) {
  const existing = await findAccountRow(accounts.database, bot.id)
  if (existing) return { accountId: bot.id, username: (await openOwnAccount(accounts, existing)).username }
  const { ids } = await accounts.keys.create({ keys: [{ kind: 'profile' }] })
  const [profileKey] = ids
  if (profileKey === undefined) throw new Error('the key of a bot was not made')
  const wished = usernameFor(bot.username)
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    const username = attempt === 0 ? wished : numbered(wished, randomBelow)
    if (await insertBot(accounts, { ...bot, profileKey, username })) return { accountId: bot.id, username }
  }
  await accounts.keys.destroy({ ids: [profileKey] })
  throw new Error(`no free username was found for a bot in ${mostTries} tries`)
}

async function insertBot(accounts: Accounts, bot: NewBot & { profileKey: string }): Promise<boolean> {
  const name = await indexUsername(accounts, bot.username)
  if (await isNameTaken(accounts.database, name, new Date(accounts.clock.now()))) return false
  const row = await sealNewAccount(accounts, { ...bot, name, personId: null, kind: 'bot' })
  try {
    await insertAccount(accounts.database, row)
    return true
  } catch (error) {
    if (isNameConflict(error)) return false
    throw error
  }
}
