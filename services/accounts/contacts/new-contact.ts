import type { MailLanguage } from '@alles/mail/contract'
import type { Secret } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import type { Schema } from '../database/types.ts'
import { removeLeaving } from './contact-store.ts'
import { verifyAddress } from './contact-tasks.ts'
import { letLeave } from './leaving.ts'

/**
 * A handle for an address, which refuses where it is none. Until `keepContact` it belongs to nobody and is forgotten
 * within the hour, whatever becomes of this process.
 */
export async function newContact(
  accounts: Accounts,
  given: { readonly address: Secret; readonly language: MailLanguage },
): Promise<string> {
  const { contact } = await accounts.mail.createContact({
    address: given.address.reveal(),
    language: given.language,
  })
  await accounts.database.transaction((tx) =>
    letLeave(accounts, tx, { contact, personId: null, at: 'leisure' }),
  )
  return contact
}

/** It is somebody's pending contact from now on, and is asked whether it is read. */
export async function keepContact(
  accounts: Accounts,
  tx: Transaction<Schema>,
  contact: string,
): Promise<void> {
  await keepAddress(tx, contact)
  await accounts.jobs.add(tx, verifyAddress, { contact })
}

/** The same without asking. */
export async function keepAddress(tx: Transaction<Schema>, contact: string): Promise<void> {
  await removeLeaving(tx, contact)
}
