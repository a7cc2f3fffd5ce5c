import {
  defineCatalogue,
  id,
  keyReference,
  lookup,
  operational,
  sealedText,
  time,
} from '@alles/platform/catalogue'

const text = (about: string) => sealedText(about, 'profile', 'profile', 'oauth.editApplication')
const credential = (about: string) =>
  ({
    about,
    category: 'credential',
    export: { withheld: 'a credential' },
    rectify: { fixed: 'given by the system' },
  }) as const
const addresses = (about: string) =>
  ({
    about,
    category: 'profile',
    sealed: { key: 'profile', as: 'json' },
    export: 'value',
    rectify: { by: 'oauth.editApplication' },
  }) as const
const fact = (about: string, category: 'profile' | 'preference') =>
  ({ about, category, export: 'value', rectify: { fixed: 'a fact the system recorded' } }) as const
const setting = (about: string) =>
  ({ about, category: 'profile', export: 'value', rectify: { by: 'oauth.editApplication' } }) as const
const internal = (about: string) =>
  ({
    about,
    category: 'session',
    export: { withheld: 'means nothing outside this instance' },
    rectify: { fixed: 'given by the system' },
  }) as const

export const catalogue = defineCatalogue('oauth', {
  applications: {
    about: 'Programs that people registered, and their bots.',
    key: ['id'],
    owner: { account: 'owner_account_id' },
    purpose: 'provide',
    basis: 'contract',
    retention: 'account',
    erase: 'delete',
    columns: {
      id: id('the application, and the account of its bot'),
      owner_account_id: id('who registered it; nobody where it registered itself'),
      key_id: keyReference('the key of the application', 'always'),
      name: text('what it is called'),
      description: text('what it does'),
      terms_url: text('where its terms are'),
      privacy_url: text('where its privacy policy is'),
      redirect_uris: addresses('where people may be sent back to'),
      post_logout_redirect_uris: addresses('where people may be sent after they signed out'),
      backchannel_logout_uri: text('where it is told that somebody signed out'),
      bot_token_hash: credential('SHA-256 of the token of its bot'),
      has_bot: fact('whether its bot has been made', 'profile'),
      client_type: fact('whether it can keep a secret', 'profile'),
      logo: setting('the name of its picture'),
      paused: setting('whether its owner stopped it'),
      suspended_at: time('since when an administrator stopped it', 'profile'),
      created_at: time('when it was registered', 'profile'),
    },
  },
  client_secrets: {
    about: 'What applications prove themselves with; two are good at a time.',
    key: ['id'],
    owner: { through: 'applications', from: 'application_id', to: 'id' },
    purpose: 'authenticate',
    basis: 'contract',
    retention: 'parent',
    erase: 'delete',
    columns: {
      id: id('the secret'),
      application_id: id('whose it is'),
      secret_hash: credential('SHA-256 of the secret'),
      created_at: time('when it was made', 'credential'),
      last_used_at: time('when it was last used, to the hour', 'credential'),
    },
  },
  grants: {
    about: 'What an account lets an application know: the record of its consent.',
    key: ['account_id', 'application_id'],
    owner: { account: 'account_id' },
    purpose: 'provide',
    basis: 'consent',
    retention: 'account',
    erase: 'delete',
    columns: {
      account_id: id('who agreed'),
      application_id: id('to which application'),
      scopes: {
        about: 'to what',
        category: 'preference',
        export: 'value',
        rectify: { by: 'oauth.allowInteraction' },
      },
      wording: fact('which wording of the page they agreed on', 'preference'),
      since: time('since when', 'preference'),
      last_used_at: time('when it was last used, to the hour', 'preference'),
    },
  },
  sign_ins: {
    about: 'Single sign-ins with an application, from which everything it holds descends.',
    key: ['id'],
    owner: { account: 'account_id' },
    purpose: 'authenticate',
    basis: 'consent',
    retention: { after: 'expires_at', days: 0 },
    erase: 'delete',
    columns: {
      id: id('the sign-in', { category: 'session' }),
      account_id: id('who signed in'),
      application_id: id('with which application'),
      scopes: fact('what the application was given', 'preference'),
      session_id: internal('the session it was done in, while that lasts'),
      session_uid: internal('ties tokens to that session'),
      sid: internal('what the application calls the session'),
      acr: fact('how the person proved who they are', 'preference'),
      proved_at: time('when it first signed in there by the same proof of who they are', 'session'),
      created_at: time('when they signed in', 'session'),
      expires_at: time('when nothing of it is left', 'session'),
    },
  },
  tokens: {
    about: 'Codes, tokens and unfinished requests of applications.',
    key: ['id'],
    owner: { account: 'account_id' },
    purpose: 'authenticate',
    basis: 'contract',
    retention: { after: 'expires_at', days: 0 },
    erase: 'delete',
    columns: {
      id: credential('SHA-256 of the token'),
      kind: internal('which kind of token'),
      application_id: internal('whose it is'),
      account_id: internal('for whom it stands'),
      sign_in_id: internal('the sign-in it descends from'),
      payload: {
        about: 'what it stands for',
        category: 'session',
        sealed: { key: 'profile', as: 'json' },
        export: { withheld: 'a credential' },
        rectify: { fixed: 'given by the system' },
      },
      user_code_hash: lookup('finds what a device asks for by the code it shows'),
      browser_hash: lookup('ties an unfinished request to the browser it was begun in'),
      created_at: time('when it was made', 'session', { export: { withheld: 'part of a credential' } }),
      expires_at: time('when it ends', 'session', { export: { withheld: 'part of a credential' } }),
      consumed_at: time('when it was used up', 'session', { export: { withheld: 'part of a credential' } }),
    },
  },
  sign_in_counts: {
    about: 'How many sign-ins each application had a day; of nobody in particular.',
    key: ['application_id', 'day'],
    owner: { through: 'applications', from: 'application_id', to: 'id' },
    purpose: 'provide',
    basis: 'contract',
    retention: { after: 'day', days: 31 },
    erase: 'delete',
    columns: {
      application_id: id('the application'),
      day: time('the day', 'profile'),
      count: fact('how many', 'profile'),
    },
  },
  signing_keys: {
    about: 'What this instance signs with, so that applications know who speaks.',
    key: ['kid'],
    owner: 'nobody',
    purpose: 'authenticate',
    basis: 'none',
    retention: { after: 'leaves_at', days: 0 },
    erase: 'keep',
    columns: {
      kid: operational('the name of the key'),
      algorithm: operational('what it signs with'),
      sealed: {
        about: 'the private key, sealed with an index key of this instance',
        category: 'key',
        export: { withheld: 'a key' },
        rectify: { fixed: 'given by the system' },
      },
      created_at: time('when it was made', 'operational', {
        export: { withheld: 'says nothing about a person' },
      }),
      leaves_at: time('when nothing signed with it is good any more', 'operational', {
        export: { withheld: 'says nothing about a person' },
      }),
    },
  },
})
