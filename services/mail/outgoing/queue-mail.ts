import { randomBytes } from 'node:crypto'
import type { Transaction } from '@alles/platform/postgres'
import { catalogue } from '../catalogue.ts'
import { renderMail } from '../content/render-mail.ts'
import type { ContactRow } from '../contacts/contact-store.ts'
import type { MailContent, MailLanguage } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import type { Mail } from '../mail.ts'
import { deliver } from '../tasks.ts'
import { insertOutgoing, type OutgoingRow } from './outgoing-store.ts'
import { purposes } from './sending-policy.ts'

/**
 * The sealed row of a mail; null where the contact's key has been destroyed meanwhile. Throws where a value of the
 * content cannot stand in a mail: found out now, while somebody hears of it.
 */
export async function prepareMail(
  mail: Mail,
  contact: ContactRow,
  content: MailContent,
): Promise<OutgoingRow | null> {
  renderMail(mail.site, content, contact.language as MailLanguage)
  const id = randomBytes(16).toString('hex')
  const sealed = await sealContent(mail, contact.key_id, { id, content })
  if (!sealed) return null
  const now = new Date(mail.clock.now())
  return {
    id,
    call_index: null,
    contact: contact.handle,
    template: content.template,
    purpose: purposes[content.template],
    content: sealed,
    state: 'waiting',
    attempts: 0,
    next_at: now,
    last_fault: null,
    created_at: now,
    finished_at: null,
  }
}

async function sealContent(
  mail: Mail,
  key: string,
  { id, content }: { readonly id: string; readonly content: MailContent },
): Promise<Buffer | null> {
  try {
    const item = { row: id, key, value: content }
    const [sealed] = await mail.sealer.seal(catalogue.tables.outgoing, 'content', [item])
    if (!sealed) throw new Error('the content of a mail was not sealed')
    return Buffer.from(sealed)
  } catch (error) {
    // Said by keys: the address is being forgotten at this moment.
    if (error instanceof Error && error.name === 'KeyMissing') return null
    throw error
  }
}

/** Queues a mail with the job that sends it, as part of `tx`. Does nothing where it was asked for before. */
export async function queueMail(mail: Mail, tx: Transaction<Schema>, row: OutgoingRow): Promise<void> {
  if (!(await insertOutgoing(tx, row))) return
  await mail.jobs.add(tx, deliver, { id: row.id }, { key: row.id })
}
