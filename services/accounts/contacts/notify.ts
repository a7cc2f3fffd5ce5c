import type { MailContent } from '@alles/mail/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import type { Schema } from '../database/types.ts'
import { findPerson } from '../people/person-store.ts'
import { sendNotice } from './contact-tasks.ts'
import { insertNotice } from './notice-store.ts'

export interface Notice {
  readonly personId: string
  readonly content: MailContent
  /** Where it goes, unless to the person's verified address. */
  readonly contact?: string
}

/**
 * Tells a person what happened to how they sign in, as part of the change: it lasts if the change does. Somebody without
 * a verified address is not told. The notice waits sealed; the job that sends it knows its id alone.
 */
export async function notify(accounts: Accounts, tx: Transaction<Schema>, notice: Notice): Promise<void> {
  const person = await findPerson(tx, notice.personId)
  const contact = notice.contact ?? person?.contact
  if (!person || !contact) return
  const id = accounts.ids.next()
  const [content] = await accounts.sealer.seal(catalogue.tables.notices, 'content', [
    { row: id, key: person.key_id, value: notice.content },
  ])
  if (!content) throw new Error('a notice was not sealed')
  await insertNotice(tx, {
    id,
    person_id: person.id,
    contact,
    content: Buffer.from(content),
    created_at: new Date(accounts.clock.now()),
  })
  await accounts.jobs.add(tx, sendNotice, { noticeId: id })
}
