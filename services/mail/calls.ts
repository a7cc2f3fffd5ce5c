import type { Calls } from '@alles/platform/service'
import { parseAddress } from './contacts/address-policy.ts'
import { createContact } from './contacts/create-contact.ts'
import { findContacts } from './contacts/find-contacts.ts'
import { getContact } from './contacts/get-contact.ts'
import { removeContact } from './contacts/remove-contact.ts'
import * as contract from './contract/index.ts'
import type { Mail } from './mail.ts'
import { dnsRecords } from './operator/dns-records.ts'
import { examine } from './operator/examine.ts'
import { sendMail } from './outgoing/send-mail.ts'
import { finishVerification } from './verification/finish-verification.ts'
import { startVerification } from './verification/start-verification.ts'

/** What other services and the operator's tool ask of this one. */
export function provideCalls(calls: Calls, mail: Mail): void {
  calls.provide(contract.isAddress, ({ address }) => ({
    good: parseAddress(address.reveal(), mail.site.loopback) !== null,
  }))
  calls.provide(contract.createContact, async (given) => ({ contact: await createContact(mail, given) }))
  calls.provide(contract.getContact, ({ contact }) => getContact(mail, contact))
  calls.provide(contract.findContacts, async ({ address }) => ({
    contacts: await findContacts(mail, address),
  }))
  calls.provide(contract.removeContact, ({ contact }) => removeContact(mail, contact))
  calls.provide(contract.startVerification, ({ contact }) => startVerification(mail, contact))
  calls.provide(contract.finishVerification, async ({ token }) => ({
    contact: await finishVerification(mail, token),
  }))
  calls.provide(contract.send, (wish) => sendMail(mail, wish))
  calls.provide(contract.describeDns, () => ({ records: dnsRecords(mail) }))
  calls.provide(contract.doctor, async () => ({ faults: await examine(mail) }))
}
