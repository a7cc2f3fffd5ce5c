import { hash, randomBytes } from 'node:crypto'
import { refuse } from '@alles/platform/contract'
import { refusals, type ContactHandle } from '../contract/index.ts'
import { findContact, type ContactRow } from '../contacts/contact-store.ts'
import type { Mail } from '../mail.ts'
import { dropWaiting } from '../outgoing/outgoing-store.ts'
import { prepareMail, queueMail } from '../outgoing/queue-mail.ts'
import { linkHours } from '../outgoing/sending-policy.ts'
import { countAsked, insertAsked, replaceVerification } from './verification-store.ts'

const hourMs = 3_600_000
const mostPerDay = 10

/**
 * Sends a link with a token of 256 random bits, of which the SHA-256 is stored. Refuses `unknown_contact`. Nothing more
 * is sent to an address that got its share of links today: it may be somebody's who never asked.
 */
export async function startVerification(mail: Mail, handle: ContactHandle): Promise<void> {
  const contact = await findContact(mail.database, handle)
  if (!contact) refuse(refusals.unknown_contact)
  const now = new Date(mail.clock.now())
  if (await hadEnough(mail, contact, now)) return mail.log.warn('mail.too_many_verifications')
  const token = randomBytes(32).toString('base64url')
  const link = `${mail.site.publicUrl}/verify-email#${token}`
  const prepared = await prepareMail(mail, contact, { template: 'verify_address', link })
  if (!prepared) refuse(refusals.unknown_contact)
  await mail.database.transaction(async (tx) => {
    await dropWaiting(tx, { contact: handle, template: 'verify_address', at: now })
    await replaceVerification(tx, {
      contact: handle,
      token_hash: hash('sha256', token, 'buffer'),
      expires_at: new Date(now.getTime() + linkHours.verify_address * hourMs),
    })
    const { address_index } = contact
    await insertAsked(tx, { id: mail.ids.next(), address_index, asked_at: now })
    await queueMail(mail, tx, prepared)
  })
}

async function hadEnough(mail: Mail, { address_index }: ContactRow, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - 24 * hourMs)
  return (await countAsked(mail.database, address_index, since)) >= mostPerDay
}
