import type { ContactHandle } from '../contract/index.ts'
import type { Mail } from '../mail.ts'
import { listOutgoingIds } from '../outgoing/outgoing-store.ts'
import { findContact, removeContactRow } from './contact-store.ts'

/**
 * Forgets an address. The key goes first: interrupted, the row still leads to it, and whoever asks again ends it. Files
 * of mail go before the rows that name them, and once more after: one may have been written meanwhile.
 */
export async function removeContact(mail: Mail, handle: ContactHandle): Promise<void> {
  const row = await findContact(mail.database, handle)
  if (!row) return
  await mail.keys.destroy({ ids: [row.key_id] })
  const ids = await listOutgoingIds(mail.database, handle)
  await mail.outbox.remove(ids)
  await removeContactRow(mail.database, handle)
  await mail.outbox.remove(ids)
}
