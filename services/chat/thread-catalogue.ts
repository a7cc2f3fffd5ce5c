import { id, operational, time } from '@alles/platform/catalogue'
import { community, ofMembership, own, recorded, setting } from './catalogue-columns.ts'

/** What chat stores of threads. */
export const threadTables = {
  threads: {
    about: 'What threads have beyond being channels.',
    key: ['channel_id'],
    owner: { guild: 'guild_id' },
    purpose: 'provide',
    basis: 'contract',
    retention: 'parent',
    erase: 'delete',
    columns: {
      channel_id: id('The thread', community),
      guild_id: id('The server', community),
      parent_id: id('The channel it is in', community),
      owner_ref: id('The membership that opened it', own),
      private: recorded('Whether only its members see it', 'community'),
      archived: setting('Whether it is archived', 'chat.editChannel'),
      locked: setting('Whether only moderators may write in it', 'chat.editChannel'),
      invitable: setting('Whether its members may add others', 'chat.editChannel'),
      auto_archive_minutes: setting('Silence after which it is archived', 'chat.editChannel'),
      archived_at: time('When it was archived or woken last', 'community'),
      due_at: operational('When to look whether it is silent'),
      created_at: time('When it was opened', 'community'),
      tags: setting('Its tags', 'chat.editChannel'),
      version: operational('Counts its changes'),
      member_count: recorded('How many are in it', 'community'),
      uncounted: recorded('Whether its first message is what it is about', 'community'),
      removed: recorded('How many of its messages were deleted', 'community'),
    },
  },
  thread_members: {
    about: 'Who follows which thread. Who leaves the server leaves its threads.',
    key: ['channel_id', 'membership_ref'],
    owner: ofMembership('membership_ref'),
    purpose: 'provide',
    basis: 'contract',
    retention: 'parent',
    erase: 'delete',
    columns: {
      channel_id: id('The thread', own),
      membership_ref: id('The membership', own),
      guild_id: id('The server', own),
      parent_id: id('The channel the thread is in', own),
      private: recorded('Whether only members see the thread', 'membership'),
      joined_at: time('Since when', 'membership'),
    },
  },
} as const
