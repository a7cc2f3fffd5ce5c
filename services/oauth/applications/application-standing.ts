import type { OAuth } from '../oauth.ts'
import type { ApplicationRow } from './application-store.ts'

/** Whether people can sign in with an application: nobody stopped it, and its owner is in good standing. */
export async function maySignIn(oauth: OAuth, row: ApplicationRow): Promise<boolean> {
  if (row.paused || row.suspended_at !== null) return false
  if (row.owner_account_id === null) return true
  return (await oauth.accounts.standingOf({ accountId: row.owner_account_id })) === 'good'
}
