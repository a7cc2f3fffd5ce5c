import { command, query, Secret, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { Contact, ContactHandle, MailContent, MailLanguage } from './shapes.ts'

/** At most 320 characters, hidden from the moment it is parsed. */
export const AddressInput = z
  .string()
  .max(320)
  .transform((value) => new Secret(value))

export const isAddress = query('mail.isAddress', {
  about: 'Whether mail can be sent to what is given, as far as its form says. Nothing is kept.',
  caller: 'internal',
  input: z.object({ address: AddressInput }),
  output: z.object({ good: z.boolean() }),
})

export const createContact = command('mail.createContact', {
  about: 'Keeps an address, not yet verified, behind a new handle. Several people may name the same address.',
  caller: 'internal',
  input: z.object({ address: AddressInput, language: MailLanguage }),
  output: z.object({ contact: ContactHandle }),
  refuses: [refusals.invalid_address],
})

export const getContact = query('mail.getContact', {
  about: 'What is kept behind a handle, for its owner; null where there is nothing (any more).',
  caller: 'internal',
  input: z.object({ contact: ContactHandle }),
  output: Contact.nullable(),
})

export const findContacts = query('mail.findContacts', {
  about: 'The handles of a verified address, compared folded. At most 10, oldest first.',
  caller: 'internal',
  input: z.object({ address: AddressInput }),
  output: z.object({ contacts: z.array(ContactHandle) }),
})

export const removeContact = command('mail.removeContact', {
  about: 'Forgets an address, mail that waits for it, and its key. Does nothing twice.',
  caller: 'internal',
  input: z.object({ contact: ContactHandle }),
  output: z.void(),
})

/** Of one address, whoever names it, no more than ten are sent in 24 hours: nobody fills another's mailbox with them. */
export const startVerification = command('mail.startVerification', {
  about: 'Sends a link that proves who reads the address. Good for 24 hours; the link before stops working.',
  caller: 'internal',
  input: z.object({ contact: ContactHandle }),
  output: z.void(),
  refuses: [refusals.unknown_contact],
})

export const finishVerification = command('mail.finishVerification', {
  about: 'Takes the token of such a link, once, and answers whose it was: verified from now on.',
  caller: 'internal',
  input: z.object({ token: z.string().max(100) }),
  output: z.object({ contact: ContactHandle }),
  refuses: [refusals.unknown_mail_token],
})

/**
 * Queues a mail; it is sent within seconds, and tried again for two days where the relay does not take it, or as long as
 * the link in it works: 24 hours for `verify_address`, one for `reset_password`. A second call with the same `id` does
 * nothing. Throws where `at` is no time, or `link` leads away from this instance or has a query. Nothing is sent to a
 * contact that is not verified (but the verification itself), is undeliverable, or does not exist: that is no refusal,
 * since nobody may learn it from an answer.
 */
export const send = command('mail.send', {
  about: 'Queues a mail to a contact, once per `id`.',
  caller: 'internal',
  input: z.object({ id: z.string().min(1).max(100), contact: ContactHandle, content: MailContent }),
  output: z.void(),
})
