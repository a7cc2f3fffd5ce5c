import { describe, expect, test } from 'vitest'
import { bits } from '@alles/chat/contract'
import {
  channelId,
  fern,
  guildId,
  sage,
  wireChannel,
  wireGuild,
  wireMember,
  wireRole,
} from '../testing/wire.ts'
import { countReaders, mayInChannel, mayInGuild } from './access.ts'
import { applyEvent } from './apply-event.ts'
import { channelTree, firstChannel } from './channel-tree.ts'
import { emptyState, type State } from './entities.ts'
import { findPlaces } from './find-places.ts'
import { memberGroups } from './member-groups.ts'
import { firstMarks, isGuildUnread, isUnread } from './unread.ts'

function stateOf(guild: ReturnType<typeof wireGuild>): State {
  const ready = applyEvent(emptyState, {
    t: 'READY',
    d: { user: sage, guilds: [{ id: guild.id }], session_id: 's' },
  })
  return applyEvent(ready, { t: 'GUILD_CREATE', d: guild })
}

const board = wireRole('5101', 'Board', { position: 2, hoist: true })
const helpers = wireRole('5102', 'Helpers', { position: 1, hoist: true })
const category = { ...wireChannel('5210', 'The garden'), type: 4 as const, parent_id: null }

describe('channels', () => {
  const state = stateOf(
    wireGuild({
      channels: [
        category,
        wireChannel('5212', 'seed-swap', { parent_id: '5210', position: 2 }),
        wireChannel('5211', 'beds', { parent_id: '5210', position: 1 }),
        wireChannel('5213', 'loose', { position: 9 }),
        wireChannel('5214', 'orphan', { parent_id: '4', position: 10 }),
      ],
    }),
  )
  const names = channelTree(state.channels, guildId).map((group) => group.channels.map((one) => one.name))

  test('stand below their category in their order, others first', () => {
    expect(names).toEqual([
      ['loose', 'orphan'],
      ['beds', 'seed-swap'],
    ])
  })

  test('the first one is where a guild opens', () => {
    expect(firstChannel(state.channels, guildId)?.name).toBe('loose')
  })

  test('are found by words of their name and their server’s', () => {
    expect(findPlaces(state, 'seed').map((place) => place.name)).toEqual(['seed-swap'])
    expect(findPlaces(state, 'garten seed').map((place) => place.name)).toEqual(['seed-swap'])
    expect(findPlaces(state, 'garten')[0]).toMatchObject({ kind: 'guild' })
    expect(findPlaces(state, 'nowhere')).toEqual([])
  })
})

describe('permissions', () => {
  const hidden = wireChannel(channelId, 'board-only', {
    permission_overwrites: [
      { id: guildId, type: 0, allow: '0', deny: String(bits('VIEW_CHANNEL')) },
      { id: board.id, type: 0, allow: String(bits('VIEW_CHANNEL')), deny: '0' },
    ],
  })

  test('only those who may see a channel count as its readers', () => {
    const guild = wireGuild({
      owner_id: '1',
      roles: [wireRole(guildId, '@everyone'), board],
      members: [wireMember(fern, [board.id]), wireMember(sage)],
      channels: [hidden],
    })
    const state = stateOf(guild)
    const channel = state.channels[channelId]
    if (!channel) throw new Error('no channel')
    expect(countReaders(state, channel)).toBe(1)
    expect(mayInChannel(state, channelId, 'VIEW_CHANNEL')).toBe(false)
  })

  test('a number is not claimed while some members are unknown', () => {
    const state = stateOf(wireGuild({ member_count: 3 }))
    const channel = state.channels[channelId]
    if (!channel) throw new Error('no channel')
    expect(countReaders(state, channel)).toBeNull()
  })

  test('the owner may do everything, a member what roles say', () => {
    expect(mayInGuild(stateOf(wireGuild({ owner_id: sage.id })), guildId, 'MANAGE_CHANNELS')).toBe(true)
    expect(mayInGuild(stateOf(wireGuild()), guildId, 'MANAGE_CHANNELS')).toBe(false)
    expect(mayInChannel(stateOf(wireGuild()), channelId, 'SEND_MESSAGES')).toBe(true)
  })
})

test('members stand under the highest of their roles that stands apart, by name', () => {
  const state = stateOf(
    wireGuild({
      roles: [wireRole(guildId, '@everyone'), helpers, board],
      members: [
        wireMember(sage, [helpers.id]),
        { ...wireMember(fern, [helpers.id, board.id]), nick: 'Farn' },
        wireMember({ ...fern, id: '7', username: 'zinnia', global_name: null }),
        wireMember({ ...fern, id: '8', username: 'birch', global_name: null }),
      ],
    }),
  )
  const guild = state.guilds[guildId]
  if (!guild) throw new Error('no guild')
  const groups = memberGroups(guild, state.members[guildId] ?? {}, state.users)
  expect(groups.map((group) => [group.name, group.members.map((entry) => entry.name)])).toEqual([
    ['Board', ['Farn']],
    ['Helpers', ['Sage']],
    [null, ['birch', 'zinnia']],
  ])
})

describe('unread', () => {
  const state = stateOf(wireGuild({ channels: [wireChannel(channelId, 'beds', { last_message_id: '90' })] }))
  const guild = state.guilds[guildId]

  test('a channel never seen before counts as read', () => {
    expect(isUnread(guild, channelId, {})).toBe(false)
    if (!guild) throw new Error('no guild')
    expect(firstMarks({}, guild, Object.values(state.channels))).toEqual({ [channelId]: '90' })
  })

  test('a channel with something newer than what was read is unread', () => {
    expect(isUnread(guild, channelId, { [channelId]: '89' })).toBe(true)
    expect(isGuildUnread(guild, { [channelId]: '89' })).toBe(true)
    expect(isGuildUnread(guild, { [channelId]: '90' })).toBe(false)
  })
})
