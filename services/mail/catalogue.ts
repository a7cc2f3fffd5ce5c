import {
  defineCatalogue,
  id,
  keyReference,
  lookup,
  operational,
  time,
  type ColumnSpec,
} from '@alles/platform/catalogue'

const reference = id('the contact', { category: 'contact' })

/** What became of a mail, as the system recorded it. */
function recorded(about: string) {
  return {
    about,
    category: 'contact',
    export: 'value',
    rectify: { fixed: 'a fact the system recorded' },
  } as const satisfies ColumnSpec
}

export const catalogue = defineCatalogue('mail', {
  verifications: {
    about: 'Links that were sent to prove who reads an address; one at a time for each.',
    key: ['contact'],
    owner: { contact: 'contact' },
    purpose: 'authenticate',
    basis: 'contract',
    retention: { after: 'expires_at', days: 0 },
    erase: 'delete',
    columns: {
      contact: reference,
      token_hash: {
        about: 'SHA-256 of the token in the link',
        category: 'credential',
        export: { withheld: 'a credential' },
        rectify: { fixed: 'given by the system' },
      },
      expires_at: time('until when the link works', 'contact'),
    },
  },
  asked_addresses: {
    about:
      'Addresses that links were sent to within a day, as keyed hashes, so that nobody’s mailbox is filled with them; also those that were forgotten since.',
    key: ['id'],
    owner: 'nobody',
    purpose: 'secure',
    basis: 'legitimate-interest',
    retention: { after: 'asked_at', days: 1 },
    erase: 'keep',
    columns: {
      id: operational('the link'),
      address_index: lookup('counts the links to an address'),
      asked_at: operational('when it was sent'),
    },
  },
  outgoing: {
    about: 'Mail that waits to be sent, and for a week what became of it.',
    key: ['id'],
    owner: { contact: 'contact' },
    purpose: 'provide',
    basis: 'contract',
    retention: { after: 'finished_at', days: 7 },
    erase: 'delete',
    columns: {
      id: id('the mail', { category: 'contact' }),
      call_index: operational('keyed hash of the id it was asked for with, so that it is sent once'),
      contact: reference,
      template: recorded('which mail it is'),
      purpose: recorded('why it is sent'),
      content: {
        about: 'what stands in it; gone as soon as it is sent',
        category: 'contact',
        sealed: { key: 'person', as: 'json' },
        export: { withheld: 'holds links that prove who somebody is; the mail itself has what it says' },
        rectify: { fixed: 'is sent as it was asked for' },
      },
      state: recorded('how far it is'),
      attempts: recorded('how often it was tried'),
      next_at: time('when it is tried next', 'contact'),
      last_fault: operational('why the last try did not succeed, as a word or a code'),
      created_at: time('when it was asked for', 'contact'),
      finished_at: time('when it was sent or given up', 'contact'),
    },
  },
  bounces: {
    about: 'That mail to an address was refused for good.',
    key: ['id'],
    owner: { contact: 'contact' },
    purpose: 'operate',
    basis: 'legitimate-interest',
    retention: { after: 'at', days: 90 },
    erase: 'delete',
    columns: {
      id: id('the refusal', { category: 'contact' }),
      contact: reference,
      code: recorded('the code of the answer (RFC 5321)'),
      enhanced_code: recorded('the enhanced code of the answer, where it had one (RFC 3463)'),
      at: time('when it was refused', 'contact'),
    },
  },
  contacts: {
    about: 'An e-mail address behind its handle. Whose it is, only the service that keeps the handle knows.',
    key: ['handle'],
    owner: { contact: 'handle' },
    purpose: 'provide',
    basis: 'contract',
    retention: 'account',
    erase: 'delete',
    columns: {
      handle: id('the contact', { category: 'contact' }),
      key_id: keyReference('the key of the address and of mail to it', 'always'),
      address: {
        about: 'the address, as it was given',
        category: 'contact',
        sealed: { key: 'person', as: 'text' },
        export: 'value',
        rectify: { by: 'mail.createContact' },
      },
      address_index: lookup('finds the contacts of an address'),
      language: {
        about: 'the language mail to it is written in',
        category: 'preference',
        export: 'value',
        rectify: { by: 'mail.createContact' },
      },
      created_at: time('when it was given', 'contact'),
      verified_at: time('when it was proved who reads it', 'contact'),
      undeliverable_since: time('since when mail to it is refused for good', 'contact'),
    },
  },
})
