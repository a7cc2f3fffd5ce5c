import { refusals as mailRefusals } from '@alles/mail/contract'
import { refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { findOwner, replaceContacts } from './contact-store.ts'
import { letLeave } from './leaving.ts'
import { notify } from './notify.ts'
import { changed } from './own-contacts.ts'

/**
 * Takes the token of the link in the mail. The pending address becomes the one mail goes to; the one before is told, and
 * is forgotten when that mail has left.
 */
export async function verifyContact(accounts: Accounts, token: string): Promise<void> {
  const { contact } = await accounts.mail.finishVerification({ token })
  await accounts.database.transaction(async (tx) => {
    const owner = await findOwner(tx, contact)
    if (!owner) refuse(mailRefusals.unknown_mail_token)
    if (owner.contact === contact) return
    await replaceContacts(tx, owner.id, { contact, pending_contact: null })
    if (owner.contact === null) return
    const personId = owner.id
    await notify(accounts, tx, { personId, contact: owner.contact, content: changed(accounts) })
    await letLeave(accounts, tx, { contact: owner.contact, personId, at: 'leisure' })
  })
}
