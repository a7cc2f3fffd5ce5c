import type { Accounts } from '../accounts.ts'
import { findById, removeAccount } from './account-store.ts'
import { forgetAccount } from './forget-account.ts'

/** Deletes a bot's account and destroys its key. Does nothing twice, and nothing to a person's account. */
export async function deleteBotAccount(accounts: Accounts, accountId: string): Promise<void> {
  const account = await findById(accounts.database, accountId)
  if (account?.kind !== 'bot') return
  await forgetAccount(accounts, accountId)
  await accounts.keys.destroy({ ids: [account.profile_key_id] })
  await removeAccount(accounts.database, accountId)
}
