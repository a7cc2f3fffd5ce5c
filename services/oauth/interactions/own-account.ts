import { edgeRefusals, refuse } from '@alles/platform/contract'
import type { OAuth } from '../oauth.ts'

/** Refuses an account that is not this person's, or that may not act. */
export async function checkOwnAccount(
  oauth: OAuth,
  by: { readonly personId: string },
  accountId: string,
): Promise<void> {
  const own = await oauth.accounts.accountsOf({ personId: by.personId })
  const standing = own.includes(accountId) ? await oauth.accounts.standingOf({ accountId }) : 'gone'
  if (standing !== 'good') refuse(edgeRefusals.unknown_account)
}
