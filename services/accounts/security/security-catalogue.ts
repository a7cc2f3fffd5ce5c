import { id, lookup, operational, sealedText, time, type TableSpec } from '@alles/platform/catalogue'

/** A random reference to what the mail service keeps. */
export function contactHandle(about: string, by: string) {
  return {
    about,
    category: 'contact',
    export: {
      withheld: 'a random reference that means nothing elsewhere; the address itself is exported by mail',
    },
    rectify: { by },
  } as const
}

const fixed = { fixed: 'a fact the system recorded' } as const

/** What proves who somebody is, beside the password, and what tells them when that changes. */
export const securityTables = {
  passkeys: {
    about: 'Passkeys of a person.',
    key: ['id'],
    owner: { person: 'person_id' },
    purpose: 'authenticate',
    basis: 'contract',
    retention: 'account',
    erase: 'delete',
    columns: {
      id: id('the passkey', { category: 'credential' }),
      person_id: id('whose it is'),
      credential_hash: lookup('finds a passkey by the SHA-256 of its id'),
      credential_id: {
        about: 'the id under which the authenticator knows it',
        category: 'credential',
        sealed: { key: 'person', as: 'bytes' },
        export: 'value',
        rectify: { fixed: 'chosen by the authenticator' },
      },
      public_key: {
        about: 'its public key, in COSE form',
        category: 'credential',
        sealed: { key: 'person', as: 'bytes' },
        export: 'value',
        rectify: { fixed: 'chosen by the authenticator' },
      },
      transports: {
        about: 'how the authenticator is reached',
        category: 'credential',
        sealed: { key: 'person', as: 'json' },
        export: 'value',
        rectify: { fixed: 'said by the authenticator' },
      },
      name: sealedText('what its owner calls it', 'person', 'credential', 'accounts.renamePasskey'),
      counter: {
        about: 'how often it was used, as it counts itself',
        category: 'credential',
        export: 'value',
        rectify: fixed,
      },
      synced: {
        about: 'whether it is found on other devices too',
        category: 'credential',
        export: 'value',
        rectify: fixed,
      },
      created_at: time('when it was added', 'credential'),
      last_used_at: time('when it was last used, to the hour', 'credential'),
    },
  },
  totp_secrets: {
    about: 'The secret a person shares with their authenticator app.',
    key: ['person_id'],
    owner: { person: 'person_id' },
    purpose: 'authenticate',
    basis: 'contract',
    retention: 'account',
    erase: 'delete',
    columns: {
      person_id: id('whose it is'),
      secret: {
        about: 'the shared secret (RFC 6238)',
        category: 'credential',
        sealed: { key: 'person', as: 'bytes' },
        export: { withheld: 'a credential: whoever had it could make the codes' },
        rectify: { by: 'accounts.startTotp' },
      },
      created_at: time('when it was made', 'credential'),
      confirmed_at: time('since when codes are asked for', 'credential'),
      last_step: operational('the step of the last code, so that none counts twice'),
    },
  },
  recovery_codes: {
    about: 'Recovery codes that were not used yet.',
    key: ['person_id', 'code_hash'],
    owner: { person: 'person_id' },
    purpose: 'authenticate',
    basis: 'contract',
    retention: 'account',
    erase: 'delete',
    columns: {
      person_id: id('whose it is'),
      code_hash: {
        about: 'SHA-256 of the code',
        category: 'credential',
        export: { withheld: 'a credential' },
        rectify: { by: 'accounts.renewRecoveryCodes' },
      },
      created_at: time('when it was given', 'credential'),
    },
  },
  recovery_tokens: {
    about: 'Links to set a new password that were mailed within the last hour.',
    key: ['token_hash'],
    owner: { person: 'person_id' },
    purpose: 'authenticate',
    basis: 'contract',
    retention: { after: 'expires_at', days: 0 },
    erase: 'delete',
    columns: {
      token_hash: {
        about: 'SHA-256 of the token in the link',
        category: 'credential',
        export: { withheld: 'a credential' },
        rectify: { fixed: 'given by the system' },
      },
      person_id: id('who asked for it'),
      created_at: time('when it was asked for', 'credential'),
      expires_at: time('when it stops working', 'credential'),
    },
  },
  passkey_challenges: {
    about: 'Challenges that passkeys are about to sign. Each counts once.',
    key: ['challenge_hash'],
    owner: 'nobody',
    purpose: 'authenticate',
    basis: 'none',
    retention: { after: 'expires_at', days: 0 },
    erase: 'keep',
    columns: {
      challenge_hash: operational('SHA-256 of the challenge with what it is for'),
      expires_at: operational('when it stops working'),
    },
  },
  known_devices: {
    about: 'From which kinds of browser and system a person signed in lately.',
    key: ['person_id', 'device_hash'],
    owner: { person: 'person_id' },
    purpose: 'secure',
    basis: 'legitimate-interest',
    retention: { after: 'last_seen_at', days: 180 },
    erase: 'delete',
    columns: {
      person_id: id('who signed in'),
      device_hash: lookup('tells a known family of browser and system from a new one'),
      last_seen_at: time('when it was last used to sign in, to the hour', 'session'),
    },
  },
  leaving_contacts: {
    about: 'E-mail addresses, by their references, that the mail service will forget shortly.',
    key: ['contact'],
    owner: { person: 'person_id' },
    purpose: 'secure',
    basis: 'legitimate-interest',
    retention: 'account',
    erase: 'delete',
    columns: {
      contact: contactHandle('stands for an address that is being forgotten', 'accounts.setMyContact'),
      person_id: id('whose it was'),
      leaves_at: time('when it is forgotten', 'contact'),
    },
  },
  notices: {
    about: 'Security notices on their way to the mail service.',
    key: ['id'],
    owner: { person: 'person_id' },
    purpose: 'secure',
    basis: 'contract',
    retention: { after: 'created_at', days: 7 },
    erase: 'delete',
    columns: {
      id: operational('the notice'),
      person_id: id('who is told'),
      contact: contactHandle('where it goes', 'accounts.setMyContact'),
      content: {
        about: 'what happened, and when',
        category: 'session',
        sealed: { key: 'person', as: 'json' },
        export: 'value',
        rectify: fixed,
      },
      created_at: time('when it was written', 'session'),
    },
  },
} as const satisfies Readonly<Record<string, TableSpec>>
