import { id, lookup, operational, time } from '@alles/platform/catalogue'
import { community, ofMembership, own, recorded } from './catalogue-columns.ts'

const ofMessage = {
  channel_id: id('The channel', { category: 'message' }),
  message_id: id('The message', { category: 'message' }),
}

/** What chat stores of reactions, polls and pins. */
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
  polls: {
    about: 'Until when messages with polls take votes.',
    key: ['channel_id', 'message_id'],
    owner: { guild: 'guild_id' },
    purpose: 'provide',
    basis: 'contract',
    retention: 'parent',
    erase: 'delete',
    columns: {
      ...ofMessage,
      guild_id: id('The server', community),
      ends_at: time('When it ends', 'message'),
      ended_at: time('When it ended', 'message'),
    },
  },
  poll_choices: {
    about: 'How many voted for which answer.',
    key: ['channel_id', 'message_id', 'choice_id'],
    owner: { guild: 'guild_id' },
    purpose: 'provide',
    basis: 'contract',
    retention: 'parent',
    erase: 'delete',
    columns: {
      ...ofMessage,
      choice_id: id('The answer', { category: 'message' }),
      guild_id: id('The server', community),
      count: recorded('How many voted for it', 'message'),
    },
  },
  poll_votes: {
    about: 'Who voted for which answer.',
    key: ['channel_id', 'message_id', 'choice_id', 'membership_ref'],
    owner: ofMembership('membership_ref'),
    purpose: 'provide',
    basis: 'contract',
    retention: 'account',
    erase: { pseudonymise: 'keep', everything: 'delete' },
    columns: {
      ...ofMessage,
      choice_id: id('The answer', { category: 'message' }),
      membership_ref: id('The membership that voted', own),
      answer: {
        about: 'The number of the answer',
        category: 'message',
        sealed: { key: 'content', as: 'json' },
        export: 'value',
        rectify: { by: 'chat.takeBackVote' },
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
  removed_choices: {
    about: 'Reactions and answers that are gone and of which rows are left to be deleted.',
    key: ['channel_id', 'message_id', 'choice_id'],
    owner: 'nobody',
    purpose: 'erase',
    basis: 'none',
    retention: 'parent',
    erase: 'keep',
    columns: {
      channel_id: operational('The channel'),
      message_id: operational('The message'),
      choice_id: operational('The emoji or the answer'),
    },
  },
} as const
