import { defineCatalogue, id, time, type ColumnSpec } from '@alles/platform/catalogue'

function asked(about: string) {
  return {
    about,
    category: 'request',
    export: 'value',
    rectify: { fixed: 'what was asked; withdraw the request and make another' },
  } as const satisfies ColumnSpec
}

const own = { category: 'request' } as const

export const catalogue = defineCatalogue('privacy', {
  requests: {
    about:
      'requests people make under their rights; after an erasure what was asked and when stays, and not who asked',
    key: ['id'],
    owner: { account: 'account_id' },
    purpose: 'erase',
    basis: 'legal-obligation',
    retention: { after: 'finished_at', days: 3 * 365 },
    erase: { clear: ['account_id', 'person_id'] },
    columns: {
      id: id('the request', own),
      account_id: id('the account that asked', own),
      person_id: id('the person it is about as a whole; of a single account while its erasure runs', {
        ...own,
        export: { withheld: 'it would tie the accounts of one person to each other' },
      }),
      kind: asked('what is asked for'),
      mode: asked('how to erase'),
      scope: asked('the account alone or the person with all accounts'),
      state: {
        about: 'how far it is',
        category: 'request',
        export: 'value',
        rectify: { by: 'privacy.withdrawRequest' },
      },
      received_at: time('when it came', 'request'),
      starts_at: time('when it is carried out', 'request'),
      due_at: time('the latest moment to carry it out', 'request'),
      finished_at: time('when it was closed', 'request'),
      spread_until: time('until when the accounts of a person go, one by one', 'request'),
    },
  },
})
