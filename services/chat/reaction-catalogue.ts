import { id, lookup, operational, time } from '@alles/platform/catalogue'
import { community, ofMembership, own, recorded } from './catalogue-columns.ts'

const ofMessage = {
  channel_id: id('The channel', { category: 'message' }),
  message_id: id('The message', { category: 'message' }),
}

/** What chat stores of reactions and pins. */
export const reactionTables = {
  reactions: {
    about: 'The emojis on messages, and how many chose each.',
    key: ['channel_id', 'message_id', 'id'],
    owner: { guild: 'guild_id' },
    purpose: 'provide',
    basis: 'contract',
    retention: 'parent',
    erase: 'delete',
    columns: {
      ...ofMessage,
      id: id('The emoji on this message', { category: 'message' }),
      guild_id: id('The server', community),
      token: lookup('A keyed hash of the message and the emoji'),
      count: recorded('How many chose it', 'message'),
    },
  },
  reactors: {
    about: 'Who reacted to which message with which emoji.',
    key: ['channel_id', 'message_id', 'reaction_id', 'membership_ref'],
    owner: ofMembership('membership_ref'),
    purpose: 'provide',
    basis: 'contract',
    retention: 'account',
    erase: { pseudonymise: 'keep', everything: 'delete' },
    columns: {
      ...ofMessage,
      reaction_id: id('The emoji on this message', { category: 'message' }),
      membership_ref: id('The membership that reacted', own),
      emoji: {
        about: 'The emoji',
        category: 'message',
        sealed: { key: 'content', as: 'json' },
        export: 'value',
        rectify: { by: 'chat.removeMyReaction' },
      },
    },
  },
  pins: {
    about: 'Messages that are pinned to their channels.',
    key: ['channel_id', 'pinned_at'],
    owner: { guild: 'guild_id' },
    purpose: 'provide',
    basis: 'contract',
    retention: 'parent',
    erase: 'delete',
    columns: {
      ...ofMessage,
      pinned_at: time('When it was pinned', 'community'),
      guild_id: id('The server', community),
    },
  },
  removed_reactions: {
    about: 'Reactions that are gone and of which rows are left to be deleted.',
    key: ['channel_id', 'message_id', 'reaction_id'],
    owner: 'nobody',
    purpose: 'erase',
    basis: 'none',
    retention: 'parent',
    erase: 'keep',
    columns: {
      channel_id: operational('The channel'),
      message_id: operational('The message'),
      reaction_id: operational('The emoji on it'),
    },
  },
} as const
