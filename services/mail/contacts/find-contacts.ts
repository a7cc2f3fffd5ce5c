import type { Secret } from '@alles/platform/contract'
import type { ContactHandle } from '../contract/index.ts'
import type { Mail } from '../mail.ts'
import { indexAddress } from './address-index.ts'
import { parseAddress } from './address-policy.ts'
import { listHandles } from './contact-store.ts'

const most = 10

/** The handles of a verified address; none where it is no address. */
export async function findContacts(mail: Mail, given: Secret): Promise<ContactHandle[]> {
  const address = parseAddress(given.reveal(), mail.site.loopback)
  if (!address) return []
  return listHandles(mail.database, await indexAddress(mail, address.folded), most)
}
