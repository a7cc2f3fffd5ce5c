import {
  defineCatalogue,
  id,
  keyReference,
  lookup,
  operational,
  sealedText,
  time,
  type ColumnSpec,
} from '@alles/platform/catalogue'
import { contactHandle, securityTables } from './security/security-catalogue.ts'

const byEditing = { export: 'value', rectify: { by: 'accounts.editAccount' } } as const

function preference(about: string) {
  return { about, category: 'preference', ...byEditing } as const satisfies ColumnSpec
}

/** A random name; the picture itself is sealed. */
function picture(about: string) {
  return { about, category: 'profile', ...byEditing } as const satisfies ColumnSpec
}

export const catalogue = defineCatalogue('accounts', {
  persons: {
    about: 'Who signs in. Never shown to anyone.',
    key: ['id'],
    owner: { person: 'id' },
    purpose: 'authenticate',
    basis: 'contract',
    retention: 'account',
    erase: 'delete',
    columns: {
      id: id('the person'),
      key_id: keyReference('the key of the person', 'always'),
      password_hash: {
        about: 'argon2id hash of the password',
        category: 'credential',
        sealed: { key: 'person', as: 'text' },
        export: { withheld: 'a credential: whoever had it could try to guess the password' },
        rectify: { fixed: 'follows the password' },
      },
      created_at: time('when the person registered', 'identifier'),
      imported_hash: operational(
        'algorithm and cost of a password hash from another system, until it is replaced',
      ),
      contact: contactHandle('stands for the e-mail address mail goes to', 'accounts.setMyContact'),
      pending_contact: contactHandle(
        'stands for an address that waits for its proof',
        'accounts.setMyContact',
      ),
      leaving_at: time('since when their erasure cannot be taken back', 'credential'),
      waiting_since: time('since when they wait for approval; gone after 30 days', 'credential'),
      reason: {
        about: 'what they wrote for whoever decides; gone with the decision',
        category: 'profile',
        sealed: { key: 'person', as: 'text' },
        export: 'value',
        rectify: { fixed: 'ask again instead' },
      },
    },
  },
  administrators: {
    about: 'Who administers this instance.',
    key: ['person_id'],
    owner: { person: 'person_id' },
    purpose: 'operate',
    basis: 'legitimate-interest',
    retention: 'account',
    erase: 'delete',
    columns: {
      person_id: id('the administrator'),
      since: time('since when', 'credential'),
    },
  },
  accounts: {
    about: 'What acts and what others see: a face of a person, or a bot.',
    key: ['id'],
    owner: { account: 'id' },
    purpose: 'provide',
    basis: 'contract',
    retention: 'account',
    erase: 'delete',
    columns: {
      id: id('the account'),
      person_id: id('whose account it is', {
        export: { withheld: 'an export of one account never tells which others are the same person' },
      }),
      kind: {
        about: 'primary, secondary or bot',
        category: 'identifier',
        export: { withheld: 'an export of one account never tells whether there are others' },
        rectify: { fixed: 'a fact the system recorded' },
      },
      profile_key_id: keyReference('the key of the profile', 'always'),
      username: {
        about: 'the name it is found by',
        category: 'profile',
        sealed: { key: 'profile', as: 'text' },
        export: 'value',
        rectify: { by: 'accounts.changeUsername' },
      },
      username_index: lookup('finds the account of a username'),
      username_skeleton: lookup('finds a username that looks the same'),
      display_name: sealedText('the name that is shown', 'profile', 'profile', 'accounts.editAccount'),
      bio: sealedText('what it says of itself', 'profile', 'profile', 'accounts.editAccount'),
      created_at: time('when it was opened', 'profile'),
      forgotten_at: operational('set while its erasure runs'),
      suspended_at: time('since when it may not act', 'credential'),
      pronouns: sealedText('how others speak of it', 'profile', 'profile', 'accounts.editAccount'),
      color: preference('the colour of its profile'),
      avatar: picture('the name of its picture'),
      banner: picture('the name of the picture behind its profile'),
      public: preference('whether others see more than its names and picture'),
      username_changed_at: time('when the username was changed last', 'profile'),
    },
  },
  exclusions: {
    about: 'Servers that banned an account, as keyed hashes: its siblings are kept out too.',
    key: ['account_id', 'guild_hash'],
    owner: { account: 'account_id' },
    purpose: 'moderate',
    basis: 'legitimate-interest',
    retention: 'account',
    erase: 'delete',
    columns: {
      account_id: id('the account that was banned'),
      guild_hash: {
        about: 'a keyed hash of the server',
        category: 'membership',
        export: { withheld: 'a keyed hash; the ban itself is in the export of the chat' },
        rectify: { fixed: 'follows the ban' },
      },
      since: time('since when', 'membership'),
    },
  },
  sessions: {
    about: 'Where a person is signed in.',
    key: ['id'],
    owner: { person: 'person_id' },
    purpose: 'authenticate',
    basis: 'contract',
    retention: { after: 'expires_at', days: 0 },
    erase: 'delete',
    columns: {
      id: id('the session', { category: 'session' }),
      token_hash: {
        about: 'SHA-256 of the token the browser holds',
        category: 'session',
        export: { withheld: 'a credential' },
        rectify: { fixed: 'given by the system' },
      },
      person_id: id('who is signed in'),
      account_id: id('the account that acts when a request names none', { category: 'session' }),
      device: {
        about: 'family of the browser and the system; the raw text is dropped',
        category: 'session',
        sealed: { key: 'person', as: 'json' },
        export: 'value',
        rectify: { fixed: 'a fact the system recorded' },
      },
      created_at: time('when the person signed in', 'session'),
      proved_at: time('when they last proved who they are', 'session'),
      last_seen_at: time('when it was last used, to the hour', 'session'),
      expires_at: time('when it ends unless it is used', 'session'),
    },
  },
  used_challenges: {
    about: 'Challenges that were answered, so that none counts twice.',
    key: ['nonce_hash'],
    owner: 'nobody',
    purpose: 'secure',
    basis: 'none',
    retention: { after: 'expires_at', days: 0 },
    erase: 'keep',
    columns: {
      nonce_hash: operational('SHA-256 of the nonce of the challenge'),
      expires_at: operational('when the challenge would have expired'),
    },
  },
  reserved_usernames: {
    about:
      'Names that accounts gave up or were erased with, so that nobody takes the place of somebody who left.',
    key: ['skeleton'],
    owner: { account: 'account_id' },
    purpose: 'secure',
    basis: 'legitimate-interest',
    retention: { after: 'until', days: 0 },
    erase: { clear: ['account_id'] },
    columns: {
      skeleton: lookup('finds a name that looks the same as one given up'),
      until: time('90 days after it was given up', 'profile'),
      account_id: id('who gave it up and may take it back; nobody once they are erased'),
    },
  },
  instance_rules: {
    about: 'What administrators chose for this instance.',
    key: ['id'],
    owner: 'nobody',
    purpose: 'operate',
    basis: 'none',
    retention: 'instance',
    erase: 'keep',
    columns: {
      id: operational('there is one row'),
      mode: operational('who may open an account'),
      secondary_accounts: operational('how many secondary accounts a person may have'),
    },
  },
  invitations: {
    about: 'Invitations to this instance, by its administrators.',
    key: ['id'],
    owner: { person: 'created_by' },
    purpose: 'operate',
    basis: 'legitimate-interest',
    retention: { after: 'expires_at', days: 0 },
    erase: 'delete',
    columns: {
      id: id('the invitation'),
      code: sealedText('what whoever is invited shows', 'person', 'credential', 'accounts.deleteInvitation'),
      code_index: lookup('finds the invitation of a code'),
      created_by: id('the administrator who invites'),
      note: sealedText('whom or what it is for', 'person', 'preference', 'accounts.deleteInvitation'),
      uses_left: operational('how many people it still lets in'),
      expires_at: time('when it stops working', 'preference'),
    },
  },
  ...securityTables,
})
