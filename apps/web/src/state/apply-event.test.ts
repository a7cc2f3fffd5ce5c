import { describe, expect, test } from 'vitest'
import {
  channelId,
  fern,
  guildId,
  sage,
  wireChannel,
  wireGuild,
  wireMember,
  wireMessage,
  wireRole,
  wireUser,
} from '../testing/wire.ts'
import { applyEvent } from './apply-event.ts'
import { withHistory, withLoading } from './apply-message-event.ts'
import { emptyState, type State } from './entities.ts'
import type { GatewayEvent } from './gateway-event.ts'

const ready: GatewayEvent = {
  t: 'READY',
  d: { user: fern, guilds: [{ id: guildId }], session_id: 'one' },
}

const after = (events: readonly GatewayEvent[], before: State = emptyState) =>
  events.reduce(applyEvent, before)
const begun = (guild = wireGuild()) => after([ready, { t: 'GUILD_CREATE', d: guild }])

const aster = wireUser('1404', 'aster', 'Aster')
const board = wireRole('5101', 'Board', { position: 1, hoist: true })

/** Each event, and what the guild looks like to whoever is told it whole afterwards. */
const steps: readonly { name: string; event: GatewayEvent; whole: ReturnType<typeof wireGuild> }[] = [
  {
    name: 'a new channel',
    event: { t: 'CHANNEL_CREATE', d: wireChannel('5212', 'seed-swap', { position: 1 }) },
    whole: wireGuild({
      channels: [
        wireChannel(channelId, 'beds-and-borders'),
        wireChannel('5212', 'seed-swap', { position: 1 }),
      ],
    }),
  },
  {
    name: 'a renamed channel',
    event: { t: 'CHANNEL_UPDATE', d: wireChannel(channelId, 'beds') },
    whole: wireGuild({ channels: [wireChannel(channelId, 'beds')] }),
  },
  {
    name: 'a deleted channel',
    event: { t: 'CHANNEL_DELETE', d: wireChannel(channelId, 'beds-and-borders') },
    whole: wireGuild({ channels: [] }),
  },
  {
    name: 'a new role',
    event: { t: 'GUILD_ROLE_CREATE', d: { guild_id: guildId, role: board } },
    whole: wireGuild({ roles: [wireRole(guildId, '@everyone'), board] }),
  },
  {
    name: 'a changed role',
    event: {
      t: 'GUILD_ROLE_UPDATE',
      d: { guild_id: guildId, role: wireRole(guildId, '@everyone', { permissions: '0' }) },
    },
    whole: wireGuild({ roles: [wireRole(guildId, '@everyone', { permissions: '0' })] }),
  },
  {
    name: 'a new member',
    event: { t: 'GUILD_MEMBER_ADD', d: { guild_id: guildId, ...wireMember(aster) } },
    whole: wireGuild({ members: [wireMember(fern), wireMember(sage), wireMember(aster)] }),
  },
  {
    name: 'a changed member',
    event: { t: 'GUILD_MEMBER_UPDATE', d: { guild_id: guildId, ...wireMember(sage), nick: 'Salvia' } },
    whole: wireGuild({ members: [wireMember(fern), { ...wireMember(sage), nick: 'Salvia' }] }),
  },
  {
    name: 'a new name for the guild',
    event: { t: 'GUILD_UPDATE', d: wireGuild({ name: 'Kolonie' }) },
    whole: wireGuild({ name: 'Kolonie' }),
  },
]

describe('old state + event = new state', () => {
  test.each(steps)('$name gives what the whole guild would give', ({ event, whole }) => {
    expect(after([event], begun())).toEqual(begun(whole))
  })

  test('a member who leaves is no longer counted', () => {
    const state = after([{ t: 'GUILD_MEMBER_REMOVE', d: { guild_id: guildId, user: sage } }], begun())
    expect(state.guilds[guildId]?.memberCount).toBe(1)
    expect(state.members[guildId]).not.toHaveProperty(sage.id)
  })

  test('of a large server, whoever leaves unknown is no longer counted either', () => {
    const large = wireGuild({ members: [wireMember(fern)], large: true, member_count: 900 })
    const state = after([
      { t: 'GUILD_CREATE', d: large },
      { t: 'GUILD_MEMBER_REMOVE', d: { guild_id: guildId, user: sage } },
    ])
    expect(state.guilds[guildId]?.memberCount).toBe(899)
  })

  test('of a large server, a message brings its author along', () => {
    const large = wireGuild({ members: [wireMember(fern)], large: true, member_count: 900 })
    const { user: _, ...member } = { ...wireMember(sage, [board.id]), nick: 'Salvia' }
    const state = after([
      { t: 'GUILD_CREATE', d: large },
      { t: 'MESSAGE_CREATE', d: { ...wireMessage('9001', sage), guild_id: guildId, member } },
    ])
    expect(state.members[guildId]?.[sage.id]).toMatchObject({ nick: 'Salvia', roleIds: [board.id] })
  })

  test('a deleted role is taken from its holders and from overwrites', () => {
    const whole = wireGuild({
      roles: [wireRole(guildId, '@everyone'), board],
      members: [wireMember(fern), wireMember(sage, [board.id])],
      channels: [
        wireChannel(channelId, 'beds', {
          permission_overwrites: [{ id: board.id, type: 0, allow: '1024', deny: '0' }],
        }),
      ],
    })
    const state = after(
      [{ t: 'GUILD_ROLE_DELETE', d: { guild_id: guildId, role_id: board.id } }],
      begun(whole),
    )
    expect(state.members[guildId]?.[sage.id]?.roleIds).toEqual([])
    expect(state.channels[channelId]?.overwrites).toEqual([])
  })

  test('nothing of a guild that is left stays', () => {
    const state = after([{ t: 'GUILD_DELETE', d: { id: guildId } }], begun())
    expect(state.guildOrder).toEqual([])
    expect(state.channels).toEqual({})
    expect(state.members).toEqual({})
  })

  test('every event told twice says nothing new', () => {
    for (const { event, name } of steps) {
      const once = after([event], begun())
      expect(after([event], once), name).toEqual(once)
    }
  })

  test('an event we do not know changes nothing', () => {
    const state = begun()
    expect(applyEvent(state, { t: 'VOICE_STATE_UPDATE', d: {} } as unknown as GatewayEvent)).toBe(state)
    expect(applyEvent(state, { t: 'constructor', d: {} } as unknown as GatewayEvent)).toBe(state)
  })
})

describe('messages', () => {
  const loaded = () =>
    withHistory(withLoading(begun(), channelId), {
      channelId,
      kind: 'newest',
      messages: [wireMessage('9002', sage, 'two'), wireMessage('9001', fern, 'one')],
      reachedStart: true,
    })
  const texts = (state: State) => state.logs[channelId]?.messages.map((message) => message.content)

  test('a new message stands at the end and is the head of its channel', () => {
    const state = after([{ t: 'MESSAGE_CREATE', d: wireMessage('9003', sage, 'three') }], loaded())
    expect(texts(state)).toEqual(['one', 'two', 'three'])
    expect(state.guilds[guildId]?.heads[channelId]).toBe('9003')
  })

  test('a message that comes twice stands there once', () => {
    const event: GatewayEvent = { t: 'MESSAGE_CREATE', d: wireMessage('9003', sage, 'three') }
    expect(texts(after([event, event], loaded()))).toEqual(['one', 'two', 'three'])
  })

  test('an edit replaces the text, in replies to it as well', () => {
    const reply = wireMessage('9003', fern, {
      content: 'reply',
      message_reference: { type: 0, message_id: '9002', channel_id: channelId, guild_id: guildId },
      referenced_message: wireMessage('9002', sage, 'two'),
    })
    const edit = wireMessage('9002', sage, { content: 'two!', edited_timestamp: '2026-11-20T17:00:00Z' })
    const state = after(
      [
        { t: 'MESSAGE_CREATE', d: reply },
        { t: 'MESSAGE_UPDATE', d: edit },
      ],
      loaded(),
    )
    expect(texts(state)).toEqual(['one', 'two!', 'reply'])
    expect(state.logs[channelId]?.messages.at(-1)?.replyTo?.content).toBe('two!')
  })

  test('a deleted message is gone, and replies say so without its words', () => {
    const reply = wireMessage('9003', fern, {
      content: 'reply',
      message_reference: { type: 0, message_id: '9002', channel_id: channelId, guild_id: guildId },
      referenced_message: wireMessage('9002', sage, 'two'),
    })
    const state = after(
      [
        { t: 'MESSAGE_CREATE', d: reply },
        { t: 'MESSAGE_DELETE', d: { id: '9002', channel_id: channelId } },
      ],
      loaded(),
    )
    expect(texts(state)).toEqual(['one', 'reply'])
    expect(state.logs[channelId]?.messages.at(-1)?.replyTo).toEqual({
      messageId: '9002',
      gone: true,
      authorId: null,
      content: '',
    })
  })

  test('many messages deleted at once are gone, from replies as well, and do not come back', () => {
    const reply = wireMessage('9003', fern, {
      content: 'reply',
      message_reference: { type: 0, message_id: '9002', channel_id: channelId, guild_id: guildId },
      referenced_message: wireMessage('9002', sage, 'two'),
    })
    const late = { ...reply, id: '9005', content: 'late reply' }
    const state = after(
      [
        { t: 'MESSAGE_CREATE', d: reply },
        { t: 'MESSAGE_DELETE_BULK', d: { ids: ['9002', '9004'], channel_id: channelId } },
        { t: 'MESSAGE_CREATE', d: wireMessage('9004', sage, 'overtaken by its deletion') },
        { t: 'MESSAGE_CREATE', d: late },
        { t: 'MESSAGE_UPDATE', d: { ...reply, content: 'edited reply' } },
      ],
      loaded(),
    )
    expect(texts(state)).toEqual(['one', 'edited reply', 'late reply'])
    const gone = { messageId: '9002', gone: true, authorId: null, content: '' }
    expect(state.logs[channelId]?.messages.slice(1).map(({ replyTo }) => replyTo)).toEqual([gone, gone])
  })

  test('lose the name of whoever deletes their account, member or not, for good', () => {
    const nobody = { ...wireUser(sage.id, '[deleted user]'), discriminator: '0000' as const }
    const state = after(
      [
        { t: 'GUILD_MEMBER_REMOVE', d: { guild_id: guildId, user: nobody } },
        { t: 'PRESENCE_UPDATE', d: { guild_id: guildId, user: nobody } },
        { t: 'MESSAGE_UPDATE', d: wireMessage('9002', sage, 'two, as an older answer has it') },
      ],
      loaded(),
    )
    const page = {
      channelId,
      kind: 'older',
      messages: [wireMessage('9000', sage)],
      reachedStart: true,
    } as const
    const { authorId = '' } = state.logs[channelId]?.messages.at(-1) ?? {}
    expect(authorId).toBe(sage.id)
    for (const one of [state, withHistory(state, page)])
      expect(one.users[authorId]).toMatchObject({ deleted: true, displayName: null })
  })

  test('show another picture of their author as soon as it is told', () => {
    const pictured = { ...sage, avatar: '0f'.repeat(16) }
    const state = after([{ t: 'PRESENCE_UPDATE', d: { guild_id: guildId, user: pictured } }], loaded())
    expect(state.users[sage.id]?.avatar).toBe(pictured.avatar)
    const member = wireMember(sage)
    const bare = after([{ t: 'GUILD_MEMBER_UPDATE', d: { guild_id: guildId, ...member } }], state)
    expect(bare.users[sage.id]?.avatar).toBeNull()
  })

  test('are as they were when somebody is only there or not', () => {
    const before = loaded()
    expect(after([{ t: 'PRESENCE_UPDATE', d: { guild_id: guildId, user: { id: sage.id } } }], before)).toBe(
      before,
    )
    expect(after([{ t: 'PRESENCE_UPDATE', d: { guild_id: guildId, user: aster } }], before)).toBe(before)
  })

  test('counts messages that name us, not our own', () => {
    const named = wireMessage('9003', sage, { content: 'hello', mentions: [fern] })
    const own = wireMessage('9004', fern, { content: 'me', mentions: [fern] })
    const state = after(
      [
        { t: 'MESSAGE_CREATE', d: named },
        { t: 'MESSAGE_CREATE', d: named },
        { t: 'MESSAGE_CREATE', d: own },
      ],
      loaded(),
    )
    expect(state.mentionCounts).toEqual({ [channelId]: 1 })
  })

  test('whoever has written is no longer writing', () => {
    const typing: GatewayEvent = {
      t: 'TYPING_START',
      d: { channel_id: channelId, user_id: sage.id, timestamp: 1000 },
    }
    expect(after([typing], loaded()).typing[channelId]).toEqual({ [sage.id]: 1_010_000 })
    const wrote: GatewayEvent = { t: 'MESSAGE_CREATE', d: wireMessage('9003', sage, 'three') }
    expect(after([typing, wrote], loaded()).typing[channelId]).toEqual({})
  })
})

describe('a new session', () => {
  test('keeps what is on the screen and marks histories to be read again', () => {
    const before = withHistory(withLoading(begun(), channelId), {
      channelId,
      kind: 'newest',
      messages: [wireMessage('9001', fern, 'one')],
      reachedStart: true,
    })
    const state = after([ready], before)
    expect(state.guilds[guildId]?.name).toBe('Gartenkolonie')
    expect(state.logs[channelId]?.staleThrough).toBe('9001')
  })

  test('of somebody else keeps nothing', () => {
    const other: GatewayEvent = { t: 'READY', d: { user: sage, guilds: [], session_id: 'two' } }
    const state = after([other], begun())
    expect(state).toEqual({ ...after([other]), me: sage.id })
  })

  test('forgets guilds that are no longer listed', () => {
    const state = after([{ t: 'READY', d: { user: fern, guilds: [], session_id: 'two' } }], begun())
    expect(state.guilds).toEqual({})
    expect(state.channels).toEqual({})
  })
})
