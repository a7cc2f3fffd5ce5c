import { defineCatalogue, id, keyReference, operational, time } from '@alles/platform/catalogue'

export const catalogue = defineCatalogue('media', {
  uploads: {
    about: 'Pictures that were sent and wait to be used. The picture itself is a blob, sealed.',
    key: ['id'],
    owner: { account: 'account_id' },
    purpose: 'provide',
    basis: 'contract',
    // A job deletes them, blob and key included, within minutes; this is for when that job does not run.
    retention: { after: 'expires_at', days: 1 },
    erase: 'delete',
    columns: {
      id: id('the upload'),
      account_id: id('who sent it'),
      key_id: keyReference('the key of this upload', 'always'),
      blob: operational('the name of its blob'),
      used: {
        about: 'whether a picture was made of it',
        category: 'profile',
        export: 'value',
        rectify: { fixed: 'a fact the system recorded' },
      },
      created_at: time('when it was sent', 'profile'),
      expires_at: time('when it is forgotten', 'profile'),
    },
  },
  pictures: {
    about: 'Pictures that are shown. The picture itself is in blobs, one for each size and format, sealed.',
    key: ['hash'],
    owner: { account: 'account_id' },
    purpose: 'provide',
    basis: 'contract',
    retention: 'account',
    erase: 'delete',
    columns: {
      hash: id('the name of the picture, at random'),
      account_id: id('whose it is'),
      owner_id: id('the account or application it is a picture of'),
      use: {
        about: 'what it is shown as',
        category: 'profile',
        export: 'value',
        rectify: { fixed: 'use another picture instead' },
      },
      key_id: id('the key that seals it, which is the profile’s or the application’s', {
        category: 'key',
        export: { withheld: 'names a key; means nothing outside this instance' },
      }),
      sizes: operational('the widths it is stored in'),
      created_at: time('when it was made', 'profile'),
    },
  },
})
