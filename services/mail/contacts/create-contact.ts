import { randomBytes } from 'node:crypto'
import { refuse, type Secret } from '@alles/platform/contract'
import { catalogue } from '../catalogue.ts'
import { refusals, type ContactHandle, type MailLanguage } from '../contract/index.ts'
import type { Mail } from '../mail.ts'
import { indexAddress } from './address-index.ts'
import { parseAddress } from './address-policy.ts'
import { insertContact } from './contact-store.ts'

export interface NewContact {
  readonly address: Secret
  readonly language: MailLanguage
}

/** Keeps an address behind a new handle, not yet verified. Refuses `invalid_address`. */
export async function createContact(mail: Mail, given: NewContact): Promise<ContactHandle> {
  const address = parseAddress(given.address.reveal(), mail.site.loopback)
  if (!address) refuse(refusals.invalid_address)
  const handle = randomBytes(16).toString('base64url')
  const [index, { ids }] = await Promise.all([
    indexAddress(mail, address.folded),
    mail.keys.create({ keys: [{ kind: 'person' }] }),
  ])
  const [key] = ids
  if (!key) throw new Error('the key of a new contact was not made')
  const [sealed] = await mail.sealer.seal(catalogue.tables.contacts, 'address', [
    { row: handle, key, value: address.shown },
  ])
  if (!sealed) throw new Error('an address was not sealed')
  await insertContact(mail.database, {
    handle,
    key_id: key,
    address: Buffer.from(sealed),
    address_index: index,
    language: given.language,
    created_at: new Date(mail.clock.now()),
    verified_at: null,
    undeliverable_since: null,
  })
  return handle
}
