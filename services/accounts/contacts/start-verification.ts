import { refusals as mailRefusals } from '@alles/mail/contract'
import { Refusal } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'

/** Has the mail service ask whether an address is read; false where it keeps the address no more. */
export async function startVerification(accounts: Accounts, contact: string): Promise<boolean> {
  try {
    await accounts.mail.startVerification({ contact })
    return true
  } catch (error) {
    const isGone = error instanceof Refusal && error.kind.code === mailRefusals.unknown_contact.code
    if (!isGone) throw error
    return false
  }
}
