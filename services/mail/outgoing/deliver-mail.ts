import { catalogue } from '../catalogue.ts'
import { parseAddress } from '../contacts/address-policy.ts'
import { findContact, updateUndeliverable, type ContactRow } from '../contacts/contact-store.ts'
import { openAddress } from '../contacts/open-address.ts'
import { renderMail } from '../content/render-mail.ts'
import type { MailContent, MailLanguage } from '../contract/index.ts'
import type { Delivery, Envelope } from '../delivery/delivery.ts'
import type { Mail } from '../mail.ts'
import { deliver } from '../tasks.ts'
import {
  findNextTry,
  finishOutgoing,
  insertBounce,
  postponeOutgoing,
  takeOutgoing,
  type EndState,
  type OutgoingRow,
} from './outgoing-store.ts'
import { givenUpAt, mayReceive, retryAt, type Template } from './sending-policy.ts'

/** Longer than any exchange with a relay takes. */
const tryMs = 5 * 60_000

/**
 * One try to send a mail. What the relay does not take now waits longer from try to try. At least once: a process that
 * ends between the relay's answer and the note of it leads to a second copy, with the same message id.
 */
export async function deliverMail(mail: Mail, id: string): Promise<void> {
  const now = mail.clock.now()
  const taken = { now: new Date(now), until: new Date(now + tryMs) }
  const row = await takeOutgoing(mail.database, id, taken)
  if (!row) return comeBack(mail, id)
  if (givenUpAt(row.template as Template, row.created_at).getTime() <= now)
    return finish(mail, row, { state: 'given_up', fault: row.last_fault })
  const envelope = await prepareEnvelope(mail, row)
  if (!envelope) return finish(mail, row, { state: 'dropped', fault: null })
  const delivery = await (mail.relay ?? mail.outbox).deliver(envelope)
  await settle(mail, row, delivery)
}

/** Another try is under way, or this job came early: it comes back when the mail is due, and ends with it. */
async function comeBack(mail: Mail, id: string): Promise<void> {
  const next = await findNextTry(mail.database, id)
  if (!next) return
  await mail.database.transaction((tx) => mail.jobs.add(tx, deliver, { id }, { at: next.getTime(), key: id }))
}

/** Null where nobody may receive it any more. */
async function prepareEnvelope(mail: Mail, row: OutgoingRow): Promise<Envelope | null> {
  const contact = await findContact(mail.database, row.contact)
  if (!contact || !mayReceive(contact, row.template as Template)) return null
  const [address, content] = await Promise.all([openDeliverable(mail, contact), openContent(mail, row)])
  if (address === null || content === null) return null
  const written = renderMail(mail.site, content, contact.language as MailLanguage)
  const raw = await mail.compose({ ...written, id: row.id, to: address, date: row.created_at })
  return { id: row.id, from: mail.site.senderAddress, to: address, raw }
}

async function openDeliverable(mail: Mail, contact: ContactRow): Promise<string | null> {
  const address = await openAddress(mail, contact)
  return address === null ? null : (parseAddress(address, mail.site.loopback)?.deliverable ?? null)
}

async function openContent(mail: Mail, row: OutgoingRow): Promise<MailContent | null> {
  if (row.content === null) return null
  const table = catalogue.tables.outgoing
  const item = { row: row.id, sealed: row.content }
  const [content] = await mail.sealer.open<MailContent, typeof table>(table, 'content', [item])
  return content ?? null
}

async function settle(mail: Mail, row: OutgoingRow, delivery: Delivery): Promise<void> {
  if (delivery.outcome === 'sent') return finish(mail, row, { state: 'sent', fault: null })
  if (delivery.outcome === 'refused') return bounce(mail, row, delivery)
  const sending = { template: row.template as Template, createdAt: row.created_at, attempts: row.attempts }
  const next = retryAt(sending, mail.clock.now())
  if (next === null) return finish(mail, row, { state: 'given_up', fault: delivery.fault })
  const postponed = { nextAt: new Date(next), fault: delivery.fault }
  await mail.database.transaction(async (tx) => {
    if (!(await postponeOutgoing(tx, row.id, postponed))) return
    await mail.jobs.add(tx, deliver, { id: row.id }, { at: next, key: row.id })
  })
  mail.log.warn('mail.postponed', { purpose: row.purpose, attempt: row.attempts, code: delivery.fault })
}

async function bounce(
  mail: Mail,
  row: OutgoingRow,
  refused: Extract<Delivery, { outcome: 'refused' }>,
): Promise<void> {
  const { code, enhancedCode, undeliverable } = refused
  const at = new Date(mail.clock.now())
  await mail.database.transaction(async (tx) => {
    if (!(await finishOutgoing(tx, row.id, { state: 'refused', at, fault: String(code) }))) return
    await insertBounce(tx, {
      id: mail.ids.next(),
      contact: row.contact,
      code,
      enhanced_code: enhancedCode,
      at,
    })
    if (undeliverable) await updateUndeliverable(tx, row.contact, at)
  })
  mail.log.warn('mail.refused', { purpose: row.purpose, attempt: row.attempts, code })
}

async function finish(
  mail: Mail,
  row: OutgoingRow,
  { state, fault }: { readonly state: EndState; readonly fault: string | null },
): Promise<void> {
  const at = new Date(mail.clock.now())
  const ended = await finishOutgoing(mail.database, row.id, { state, at, fault })
  // The contact was removed while this was under way: no file of it is left either.
  if (!ended) await mail.outbox.remove([row.id])
  mail.log.info('mail.finished', { purpose: row.purpose, attempt: row.attempts, outcome: state })
}
