import { defineCatalogue, id, keyReference, sealedText, time } from '@alles/platform/catalogue'

const text = (about: string) => sealedText(about, 'profile', 'profile', 'oauth.editApplication')
const credential = (about: string) =>
  ({
    about,
    category: 'credential',
    export: { withheld: 'a credential' },
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
      owner_account_id: id('who registered it'),
      key_id: keyReference('the key of the application', 'always'),
      name: text('what it is called'),
      description: text('what it does'),
      terms_url: text('where its terms are'),
      privacy_url: text('where its privacy policy is'),
      redirect_uris: {
        about: 'where people may be sent back to',
        category: 'profile',
        sealed: { key: 'profile', as: 'json' },
        export: 'value',
        rectify: { by: 'oauth.editApplication' },
      },
      client_secret_hash: credential('SHA-256 of the secret the application proves itself with'),
      bot_token_hash: credential('SHA-256 of the token of its bot'),
      has_bot: {
        about: 'whether its bot has been made',
        category: 'profile',
        export: 'value',
        rectify: { fixed: 'a fact the system recorded' },
      },
      created_at: time('when it was registered', 'profile'),
    },
  },
})
