import {
  firstPermissions,
  firstSettings,
  FullGuild,
  newcomer,
  type GuildState,
  type MemberState,
} from '@alles/chat/contract'
import { describe, expect, test } from 'vitest'
import { writeSequence, type Frame } from '../frames/frame.ts'
import { readFrames } from '../testing/read-frames.ts'
import { GuildCreate, type GuildCreateParts } from './guild-create.ts'
import { classRules, type PermissionClass } from './permission-class.ts'
import { classFor } from './reclassify.ts'

const guildId = '1000'

function membersOf(size: number): MemberState[] {
  return Array.from({ length: size }, (_, index) => ({
    accountId: String(index + 1),
    membershipRef: String(index + 1),
    contentKeyId: '1',
    ...newcomer,
    joinedAt: index,
    version: '1',
  }))
}

function guildOf(size: number): GuildState {
  return {
    id: guildId,
    name: 'Allotment',
    ownerId: '1',
    version: '1',
    threadsVersion: '1',
    threads: new Map(),
    keyId: '1',
    roles: [
      {
        id: guildId,
        name: '@everyone',
        permissions: firstPermissions,
        position: 0,
        color: 0,
        icon: null,
        unicodeEmoji: null,
        hoist: false,
        mentionable: false,
        managed: false,
        botId: null,
      },
    ],
    channels: [
      {
        id: '1001',
        type: 0,
        name: 'general',
        topic: null,
        position: 0,
        parentId: null,
        rateLimitPerUser: 0,
        nsfw: false,
        flags: 0,
        threadRateLimit: 0,
        autoArchiveMinutes: null,
        forum: null,
        overwrites: [],
        lastMessageId: null,
        lastNumber: 0,
        lastPinAt: null,
        thread: null,
      },
    ],
    membersVersion: '1',
    memberCount: size,
    kind: 0,
    recipients: [],
    createdAt: 0,
    settings: firstSettings,
    emojis: [],
    stickers: [],
  }
}

function payloadOf(frame: Frame): FullGuild {
  writeSequence(frame.bytes, frame.at, 1)
  const [read] = readFrames(Buffer.concat([frame.bytes, ...frame.tails]))
  return FullGuild.parse(read?.d)
}

function classOf(guild: GuildState, member: MemberState): PermissionClass {
  return classFor(new Map(), guild, { rules: classRules(guild), member })
}

const nobodyThere = Buffer.from('"presences":[],')

const named = (suffix: string) => async (input: { ids: readonly string[] }) =>
  input.ids.map((id) => ({
    id,
    username: `user_${id}${suffix}`,
    displayName: null,
    avatar: null,
    banner: null,
    color: null,
    bot: false,
  }))

type Profiles = GuildCreateParts['profiles']

/** GUILD_CREATE of a guild of some size, and how often its members were read. */
function creating(size: number, profiles: Profiles = named('')) {
  const all = membersOf(size)
  const readings: number[] = []
  const create = new GuildCreate({
    profiles,
    async listed({ limit }) {
      readings.push(limit)
      return all.slice(0, limit)
    },
    joined: async () => [],
  })
  const guild = guildOf(size)
  const memberAt = (index: number) => {
    const member = all[index]
    if (!member) throw new Error('no such member')
    return member
  }
  return {
    create,
    guild,
    readings,
    memberAt,
    async shownTo(index: number, threshold = 250): Promise<FullGuild> {
      const member = memberAt(index)
      return payloadOf(
        (await create.prepare(guild, { member, threshold }))(classOf(guild, member), nobodyThere),
      )
    },
  }
}

describe('GUILD_CREATE', () => {
  test('shows all members of a guild that is not larger than the session asked for', async () => {
    const { shownTo, guild } = creating(250)
    const shown = await shownTo(199)
    expect(shown).toMatchObject({ large: false, member_count: 250, joined_at: '1970-01-01T00:00:00.199Z' })
    expect(shown.members.map(({ user }) => user.id)).toEqual(membersOf(250).map((one) => one.accountId))
    expect(guild.memberCount).toBe(250)
  })

  test('shows oneself alone in a larger one, without reading the others', async () => {
    const { shownTo, readings } = creating(51)
    const shown = await shownTo(40, 50)
    expect(shown).toMatchObject({ large: true, member_count: 51 })
    expect(shown.members.map(({ user }) => user.id)).toEqual(['41'])
    expect(readings).toEqual([])
    expect((await shownTo(40, 51)).members).toHaveLength(51)
    expect(readings).toEqual([250])
  })

  test('shows pictures and colours, and the new ones when a profile changed', async () => {
    let avatar = 'a'.repeat(32)
    const { create, shownTo } = creating(1, async (input) =>
      (await named('')(input)).map((profile) => ({ ...profile, avatar, color: 7 })),
    )
    const userShown = async () => (await shownTo(0)).members[0]?.user
    expect(await userShown()).toMatchObject({ avatar, banner: null, accent_color: 7 })
    avatar = 'b'.repeat(32)
    create.profileChanged('1')
    expect(await userShown()).toMatchObject({ avatar })
  })

  test('keeps what is the same for everybody, until something in it changes', async () => {
    const { create, guild, memberAt } = creating(3)
    const one = classOf(guild, memberAt(1))
    const tailsFor = async (index: number, of = guild) =>
      (await create.prepare(of, { member: memberAt(index), threshold: 250 }))(one, nobodyThere).tails
    const before = await tailsFor(0)
    const after = await tailsFor(1)
    for (const part of [0, 1, 3]) expect(after[part]).toBe(before[part])
    create.headsMoved()
    const moved = await tailsFor(1)
    expect(moved[1]).toBe(before[1])
    expect(moved[3]).not.toBe(before[2])
    create.profileChanged('77')
    expect((await tailsFor(1))[0]).toBe(before[0])
    create.profileChanged('2')
    expect((await tailsFor(1))[0]).not.toBe(before[0])
    const joined = await tailsFor(1, { ...guild, membersVersion: '2' })
    expect(joined[0]).not.toBe(before[0])
    expect(joined[1]).toBe(before[1])
  })

  test('does not keep a profile that changed while it was read', async () => {
    let suffix = '_old'
    const made = creating(1, async (input) => {
      const read = await named(suffix)(input)
      if (suffix === '_old') made.create.profileChanged('1')
      suffix = '_new'
      return read
    })
    await made.shownTo(0)
    expect((await made.shownTo(0)).members[0]?.user.username).toBe('user_1_new')
  })
})
