import { defineCatalogue, id, keyReference, operational, time, type KeyKind } from '@alles/platform/catalogue'

const contentKey = id('the key that seals it, of the membership it belongs to', {
  category: 'key',
  export: { withheld: 'names a key; means nothing outside this instance' },
})

const recorded = (about: string, category: 'message' | 'community' | 'profile') =>
  ({ about, category, export: 'value', rectify: { fixed: 'a fact the system recorded' } }) as const

/** What opens the pieces of a file; sealed anew when the file changes hands. */
const fileKey = (key: KeyKind) =>
  ({
    about: 'what its pieces are sealed with',
    category: 'key',
    sealed: { key, as: 'bytes' },
    export: { withheld: 'opens the file, which is exported opened' },
    rectify: { fixed: 'given by the system' },
  }) as const

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
  waiting_files: {
    about: 'Files that arrive or wait to be attached. The file is in blobs, one for each piece, sealed.',
    key: ['id'],
    owner: { account: 'account_id' },
    purpose: 'provide',
    basis: 'contract',
    // A job deletes them, blobs and key included, within minutes; this is for when that job does not run.
    retention: { after: 'expires_at', days: 1 },
    erase: 'delete',
    columns: {
      id: id('the file'),
      account_id: id('who sends it'),
      key_id: keyReference('the key of this file', 'always'),
      blob: operational('the name of its blobs'),
      file_key: fileKey('profile'),
      size: recorded('how many bytes it has', 'message'),
      received: recorded('how many of them have arrived', 'message'),
      taken_until: operational('until when one request has it to itself'),
      media_type: recorded('what it is, by its bytes', 'message'),
      width: recorded('how wide a picture is', 'message'),
      height: recorded('how high a picture is', 'message'),
      created_at: time('when it was announced', 'message'),
      expires_at: time('when it is forgotten', 'message'),
    },
  },
  attachments: {
    about:
      'Files of messages, and pictures of what links in them lead to. The file is in blobs, sealed; what it is called is in the message.',
    key: ['id'],
    owner: { membership: 'key_id' },
    purpose: 'provide',
    basis: 'contract',
    retention: 'account',
    erase: { pseudonymise: 'keep', everything: 'delete' },
    columns: {
      id: id('the attachment', { category: 'message' }),
      bundle: id('stands for all attachments of its message', { category: 'message' }),
      channel_id: id('where it was sent', { category: 'message' }),
      key_id: contentKey,
      blob: operational('the name of its blobs'),
      file_key: fileKey('content'),
      size: recorded('how many bytes it has', 'message'),
      media_type: recorded('what it is shown as', 'message'),
      created_at: time('when it was attached', 'message'),
      unsettled: operational('whether its message may still fail to be written'),
    },
  },
  spent_keys: {
    about: 'Keys that seal nothing any more and are about to be destroyed.',
    key: ['key_id'],
    owner: 'nobody',
    purpose: 'erase',
    basis: 'none',
    retention: 'instance',
    erase: 'keep',
    columns: {
      key_id: operational('the key'),
      spent_at: operational('since when'),
    },
  },
  guild_pictures: {
    about: 'Pictures that servers show: icons, banners, emoji, stickers. In blobs, sealed.',
    key: ['hash'],
    owner: { guild: 'guild_id' },
    purpose: 'provide',
    basis: 'contract',
    retention: 'account',
    erase: 'delete',
    columns: {
      hash: id('the name of the picture, at random', { category: 'community' }),
      guild_id: id('the server', { category: 'community' }),
      owner_id: id('the server, role, emoji or sticker it is a picture of', { category: 'community' }),
      use: recorded('what it is shown as', 'community'),
      key_id: id('the key that seals it, which is the server’s', {
        category: 'key',
        export: { withheld: 'names a key; means nothing outside this instance' },
      }),
      sizes: operational('the widths it is stored in'),
      animated: recorded('whether it moves', 'community'),
      created_at: time('when it was made', 'community'),
    },
  },
  member_pictures: {
    about: 'What members look like in one server. In blobs, sealed.',
    key: ['hash'],
    owner: { membership: 'key_id' },
    purpose: 'provide',
    basis: 'contract',
    retention: 'account',
    erase: 'delete',
    columns: {
      hash: id('the name of the picture, at random'),
      guild_id: id('the server', { category: 'membership' }),
      key_id: contentKey,
      sizes: operational('the widths it is stored in'),
      created_at: time('when it was made', 'profile'),
    },
  },
})
