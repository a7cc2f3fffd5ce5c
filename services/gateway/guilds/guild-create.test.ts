import { firstPermissions, FullGuild, type GuildState, type MemberState } from '@alles/chat/contract'
import { describe, expect, test } from 'vitest'
import { writeSequence, type Frame } from '../frames/frame.ts'
import { readFrames } from '../testing/read-frames.ts'
import { GuildCreate } from './guild-create.ts'
import { classRules, type PermissionClass } from './permission-class.ts'
import { classFor } from './reclassify.ts'

const guildId = '1000'

function guildOf(size: number): GuildState {
  const members = Array.from({ length: size }, (_, index): [string, MemberState] => {
    const accountId = String(index + 1)
    const rest = { membershipRef: accountId, contentKeyId: '1', nick: null, roleIds: [], joinedAt: index }
    return [accountId, { accountId, ...rest }]
  })
  return {
    id: guildId,
    name: 'Allotment',
    ownerId: '1',
    version: '1',
    keyId: '1',
    roles: [
      {
        id: guildId,
        name: '@everyone',
        permissions: firstPermissions,
        position: 0,
        color: 0,
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
        overwrites: [],
        lastMessageId: null,
        lastNumber: 0,
      },
    ],
    members: new Map(members),
    createdAt: 0,
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

async function shownTo(create: GuildCreate, guild: GuildState, accountId: string): Promise<FullGuild> {
  const member = guild.members.get(accountId)
  if (!member) throw new Error('no such member')
  const frameFor = await create.prepare(guild, member)
  return payloadOf(frameFor(classOf(guild, member)))
}

describe('GUILD_CREATE', () => {
  test('shows all members of a guild of up to 250', async () => {
    const shown = await shownTo(new GuildCreate(named('')), guildOf(250), '200')
    expect(shown).toMatchObject({ large: false, member_count: 250, joined_at: '1970-01-01T00:00:00.199Z' })
    expect(shown.members.map(({ user }) => user.id)).toEqual([...guildOf(250).members.keys()])
  })

  test('shows the first hundred of a larger one, and always oneself, once', async () => {
    const create = new GuildCreate(named(''))
    const guild = guildOf(251)
    const late = await shownTo(create, guild, '200')
    expect(late).toMatchObject({ large: true, member_count: 251 })
    expect(late.members.map(({ user }) => user.id)).toEqual([
      '200',
      ...[...guild.members.keys()].slice(0, 100),
    ])
    expect((await shownTo(create, guild, '7')).members).toHaveLength(100)
  })

  test('shows pictures and colours, and the new ones when a profile changed', async () => {
    let avatar = 'a'.repeat(32)
    const create = new GuildCreate(async (input) =>
      (await named('')(input)).map((profile) => ({ ...profile, avatar, color: 7 })),
    )
    const guild = guildOf(1)
    const userShown = async () => (await shownTo(create, guild, '1')).members[0]?.user
    expect(await userShown()).toMatchObject({ avatar, banner: null, accent_color: 7 })
    avatar = 'b'.repeat(32)
    create.profilesChanged()
    expect(await userShown()).toMatchObject({ avatar })
  })

  test('keeps what is the same for everybody, until something in it changes', async () => {
    const create = new GuildCreate(named(''))
    const guild = guildOf(3)
    const [first, second] = [...guild.members.values()]
    if (!first || !second) throw new Error('no members')
    const one = classOf(guild, second)
    const before = (await create.prepare(guild, first))(one)
    const after = (await create.prepare(guild, second))(one)
    expect(after.tails[0]).toBe(before.tails[0])
    expect(after.tails[1]).toBe(before.tails[1])
    create.headsMoved()
    const moved = (await create.prepare(guild, second))(one)
    expect(moved.tails[0]).toBe(before.tails[0])
    expect(moved.tails[1]).not.toBe(before.tails[1])
    create.profilesChanged()
    expect((await create.prepare(guild, second))(one).tails[0]).not.toBe(before.tails[0])
  })

  test('does not keep a profile that changed while it was read', async () => {
    let suffix = '_old'
    const create = new GuildCreate(async (input) => {
      const read = await named(suffix)(input)
      if (suffix === '_old') create.profilesChanged()
      suffix = '_new'
      return read
    })
    const guild = guildOf(1)
    await shownTo(create, guild, '1')
    expect((await shownTo(create, guild, '1')).members[0]?.user.username).toBe('user_1_new')
  })
})
