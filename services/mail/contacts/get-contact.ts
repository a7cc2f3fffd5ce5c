import type { Contact, ContactHandle, MailLanguage } from '../contract/index.ts'
import type { Mail } from '../mail.ts'
import { findContact } from './contact-store.ts'
import { openAddress } from './open-address.ts'

/** What is kept behind a handle; null where there is nothing (any more). */
export async function getContact(mail: Mail, handle: ContactHandle): Promise<Contact | null> {
  const row = await findContact(mail.database, handle)
  const address = row ? await openAddress(mail, row) : null
  if (!row || address === null) return null
  return {
    contact: row.handle,
    address,
    language: row.language as MailLanguage,
    verified: row.verified_at !== null,
    undeliverable: row.undeliverable_since !== null,
  }
}
