import { id, lookup, operational } from '@alles/platform/catalogue'
import { community, ofMembership } from './catalogue-columns.ts'

const ofMessage = {
  category: 'message',
  export: { withheld: 'found in the message itself, which is exported' },
} as const

/** What finds messages by their words. It goes with them, and can be made again from them. */
export const searchTables = {
  message_tokens: {
    about: 'Keyed hashes of what messages in servers can be found by. None of direct messages and groups.',
    key: ['channel_id', 'message_id'],
    owner: ofMembership('author_ref'),
    purpose: 'provide',
    basis: 'contract',
    retention: 'parent',
    erase: { pseudonymise: 'keep', everything: 'delete' },
    columns: {
      channel_id: id('The channel', ofMessage),
      message_id: id('The message', ofMessage),
      author_ref: id('The membership that wrote it', ofMessage),
      tokens: lookup(
        "Hashes of its words, author and kinds of content under the server's key, of 32 bits, others each day",
      ),
    },
  },
  search_days: {
    about: 'Days on which messages were written in servers.',
    key: ['guild_id', 'day'],
    owner: { guild: 'guild_id' },
    purpose: 'provide',
    basis: 'contract',
    retention: 'parent',
    erase: 'delete',
    columns: {
      guild_id: id('The server', community),
      day: operational('The day, counted from 2015'),
    },
  },
  search_channels: {
    about: 'How far the messages of channels can be searched.',
    key: ['channel_id'],
    owner: { guild: 'guild_id' },
    purpose: 'provide',
    basis: 'contract',
    retention: 'parent',
    erase: 'delete',
    columns: {
      channel_id: id('The channel', community),
      guild_id: id('The server', community),
      newest_id: operational('Up to which message'),
      oldest_id: operational('From which message on'),
      indexed: operational('How many messages that were'),
    },
  },
  search_changes: {
    about: 'Ids of messages that say something else now, until the index does too.',
    key: ['id'],
    owner: 'nobody',
    purpose: 'operate',
    basis: 'none',
    retention: 'instance',
    erase: 'keep',
    columns: {
      id: operational('The entry'),
      channel_id: operational('The channel'),
      message_id: operational('The message'),
    },
  },
} as const
