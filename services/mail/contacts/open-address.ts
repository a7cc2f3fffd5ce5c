import { catalogue } from '../catalogue.ts'
import type { Mail } from '../mail.ts'
import type { ContactRow } from './contact-store.ts'

/** The address as it was given; null where its key has been destroyed. */
export async function openAddress(mail: Mail, row: ContactRow): Promise<string | null> {
  const item = { row: row.handle, sealed: row.address }
  const [address] = await mail.sealer.open(catalogue.tables.contacts, 'address', [item])
  return address ?? null
}
