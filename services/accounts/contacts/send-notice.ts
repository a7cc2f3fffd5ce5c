import type { MailContent } from '@alles/mail/contract'
import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import { findNotice, removeNotice } from './notice-store.ts'

/** Hands a notice to the mail service, once however often it is tried. One of somebody erased meanwhile is dropped. */
export async function sendWaitingNotice(accounts: Accounts, noticeId: string): Promise<void> {
  const row = await findNotice(accounts.database, noticeId)
  if (!row) return
  const table = catalogue.tables.notices
  const [content] = await accounts.sealer.open<MailContent, typeof table>(table, 'content', [
    { row: row.id, sealed: row.content },
  ])
  if (content) await accounts.mail.send({ id: `accounts.${row.id}`, contact: row.contact, content })
  await removeNotice(accounts.database, noticeId)
}
