import { findContact } from '../contacts/contact-store.ts'
import type { ContactHandle, MailContent } from '../contract/index.ts'
import type { Mail } from '../mail.ts'
import { isCallKnown } from './outgoing-store.ts'
import { prepareMail, queueMail } from './queue-mail.ts'
import { mayReceive } from './sending-policy.ts'

export interface Wish {
  /** The caller's; a second call with the same one does nothing. */
  readonly id: string
  readonly contact: ContactHandle
  readonly content: MailContent
}

/**
 * Queues a mail, where the contact may receive it. The caller's id may name a person or an account, which this service
 * is not to know: a keyed hash of it is kept.
 */
export async function sendMail(mail: Mail, { id, contact: handle, content }: Wish): Promise<void> {
  const contact = await findContact(mail.database, handle)
  if (!contact || !mayReceive(contact, content.template)) return
  const [callIndex] = await mail.keys.blindIndex({ purpose: 'mail-call', values: [id] })
  if (!callIndex) throw new Error('no index was made of the id of a mail')
  if (await isCallKnown(mail.database, Buffer.from(callIndex))) return
  const prepared = await prepareMail(mail, contact, content)
  if (!prepared) return
  const row = { ...prepared, call_index: Buffer.from(callIndex) }
  await mail.database.transaction((tx) => queueMail(mail, tx, row))
}
