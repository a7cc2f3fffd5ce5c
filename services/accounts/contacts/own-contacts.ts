import type { Contact, MailLanguage } from '@alles/mail/contract'
import { refuse, type Secret } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { refusals } from '../contract/index.ts'
import { findContacts, replaceContacts } from './contact-store.ts'
import { letLeave, removeDueContacts } from './leaving.ts'
import { keepContact, newContact } from './new-contact.ts'
import { notify } from './notify.ts'
import { startVerification } from './start-verification.ts'

type Shown = Omit<Contact, 'contact'>

export interface OwnContacts {
  readonly contact: Shown | null
  readonly pending: Shown | null
}

/** The addresses of a person, as they see them. */
export async function getOwnContacts(accounts: Accounts, personId: string): Promise<OwnContacts> {
  const row = await findContacts(accounts.database, personId)
  const [contact, pending] = await Promise.all([
    show(accounts, row.contact),
    show(accounts, row.pending_contact),
  ])
  return { contact, pending }
}

async function show(accounts: Accounts, handle: string | null): Promise<Shown | null> {
  const found = handle === null ? null : await accounts.mail.getContact({ contact: handle })
  if (!found) return null
  const { address, language, verified, undeliverable } = found
  return { address, language, verified, undeliverable }
}

/** Names an address; it takes the place of the one there is once it is verified. */
export async function setOwnContact(
  accounts: Accounts,
  personId: string,
  given: { readonly address: Secret; readonly language: MailLanguage },
): Promise<OwnContacts> {
  const contact = await newContact(accounts, given)
  await accounts.database.transaction(async (tx) => {
    const before = await replaceContacts(tx, personId, { pending_contact: contact })
    await keepContact(accounts, tx, contact)
    if (before.pending_contact !== null)
      await letLeave(accounts, tx, { contact: before.pending_contact, personId, at: 'once' })
  })
  await removeDueContacts(accounts)
  return getOwnContacts(accounts, personId)
}

/** Sends the link that proves the pending address once more. */
export async function resendVerification(accounts: Accounts, personId: string): Promise<void> {
  const { pending_contact: pending } = await findContacts(accounts.database, personId)
  if (pending === null) refuse(refusals.nothing_to_verify)
  if (!(await startVerification(accounts, pending))) refuse(refusals.nothing_to_verify)
}

/** Forgets both addresses. The verified one is told, and stays with the mail service until that mail has left. */
export async function removeOwnContact(accounts: Accounts, personId: string): Promise<void> {
  await accounts.database.transaction(async (tx) => {
    const before = await replaceContacts(tx, personId, { contact: null, pending_contact: null })
    if (before.pending_contact !== null)
      await letLeave(accounts, tx, { contact: before.pending_contact, personId, at: 'once' })
    if (before.contact === null) return
    await notify(accounts, tx, { personId, contact: before.contact, content: changed(accounts) })
    await letLeave(accounts, tx, { contact: before.contact, personId, at: 'leisure' })
  })
  await removeDueContacts(accounts)
}

export function changed(accounts: Accounts) {
  return { template: 'address_changed', at: new Date(accounts.clock.now()).toISOString() } as const
}
