import {
  firstSettings,
  permissions,
  visibleChannels,
  type ChannelState,
  type GuildState,
  type Holder,
} from '@alles/chat/contract'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Session } from '../sessions/session.ts'
import { classRules, type SightChange } from './permission-class.ts'
import { classFor, reclassify, type Classes, type Step } from './reclassify.ts'

const guildId = '100'
const accounts = ['1', '2', '3', '4', '5', '6']
const roleIds = ['201', '202', '203']
const channelIds = ['301', '302', '303', '304']
const view = permissions.VIEW_CHANNEL

const anyBits = fc.constantFrom(0n, view, view | permissions.SEND_MESSAGES, permissions.ADMINISTRATOR)
const anyOverwrite = fc.oneof(
  fc.record({
    id: fc.constantFrom(guildId, ...roleIds),
    type: fc.constant(0 as const),
    allow: anyBits,
    deny: anyBits,
  }),
  fc.record({
    id: fc.constantFrom(...accounts),
    type: fc.constant(1 as const),
    allow: anyBits,
    deny: anyBits,
  }),
)
const anyChannel: fc.Arbitrary<ChannelState> = fc.record({
  id: fc.constantFrom(...channelIds),
  type: fc.constantFrom(0 as const, 4 as const),
  name: fc.constant('here'),
  topic: fc.constant(null),
  position: fc.nat(5),
  parentId: fc.constant(null),
  rateLimitPerUser: fc.constant(0),
  nsfw: fc.constant(false),
  flags: fc.constant(0),
  threadRateLimit: fc.constant(0),
  autoArchiveMinutes: fc.constant(null),
  forum: fc.constant(null),
  thread: fc.constant(null),
  overwrites: fc.uniqueArray(anyOverwrite, { selector: (one) => one.id, maxLength: 4 }),
  lastMessageId: fc.constant(null),
  lastNumber: fc.constant(0),
  lastPinAt: fc.constant(null),
})
const anyMember = fc.record({
  accountId: fc.constantFrom(...accounts),
  roles: fc.shuffledSubarray(roleIds),
})
interface Moment {
  readonly guild: GuildState
  readonly members: ReadonlyMap<string, Holder>
}
const anyMoment: fc.Arbitrary<Moment> = fc
  .record({
    ownerId: fc.constantFrom(...accounts),
    bits: fc.array(anyBits, { minLength: 4, maxLength: 4 }),
    channels: fc.uniqueArray(anyChannel, { selector: (one) => one.id }),
    members: fc.uniqueArray(anyMember, { selector: (one) => one.accountId }),
  })
  .map(({ ownerId, bits, channels, members }) => ({
    guild: {
      id: guildId,
      name: 'guild',
      ownerId,
      version: '1',
      threadsVersion: '1',
      threads: new Map(),
      keyId: '1',
      createdAt: 0,
      settings: firstSettings,
      emojis: [],
      stickers: [],
      roles: [guildId, ...roleIds].map((id, position) => ({
        id,
        name: id,
        permissions: bits[position] ?? 0n,
        position,
        color: 0,
        icon: null,
        unicodeEmoji: null,
        hoist: false,
        mentionable: false,
        managed: false,
        botId: null,
      })),
      channels,
      membersVersion: '1',
      memberCount: members.length,
      kind: 0 as const,
      recipients: [],
    },
    members: new Map(members.map(({ accountId, roles }) => [accountId, { accountId, roleIds: roles }])),
  }))

function sessionOf(accountId: string): Session {
  const identity = { accountId, applicationId: accountId, bot: false, signInId: accountId }
  return new Session(accountId, { identity, intents: null, shard: null, presence: null })
}

const idsOf = (channels: readonly { id: string }[]) => channels.map(({ id }) => id).toSorted()

type Told = Map<Session, Set<string>>

/** Two sessions of each member, each knowing what its member may see: as after GUILD_CREATE. */
function admitAll(classes: Classes, { guild, members }: Moment): Told {
  const told: Told = new Map()
  const rules = classRules(guild)
  for (const member of [...members.values(), ...members.values()]) {
    const session = sessionOf(member.accountId)
    const one = classFor(classes, guild, { rules, member })
    one.sessions.add(session)
    session.guilds.set(guildId, one)
    told.set(session, new Set(visibleChannels(guild, member).map(({ id }) => id)))
  }
  return told
}

/** Does what a client does with the events that follow. */
function tell(known: Set<string>, change: SightChange): void {
  for (const { id } of change.lost) expect(known.delete(id)).toBe(true)
  for (const { id } of change.gained) {
    expect(known.has(id)).toBe(false)
    known.add(id)
  }
}

function step(classes: Classes, told: Told, { before, after, members }: Omit<Step, 'sessions'>): void {
  const all = [...told.keys()]
  const { changed, gone } = reclassify(classes, { before, after, sessions: all, members })
  for (const { sessions: concerned, change } of changed)
    for (const session of concerned) tell(told.get(session) ?? new Set(), change)
  for (const session of gone) {
    expect(members.has(session.accountId)).toBe(false)
    told.delete(session)
  }
}

function expectRight(classes: Classes, told: Told, { guild, members }: Moment): void {
  for (const [session, known] of told) {
    const one = session.guilds.get(guildId)
    const visible = idsOf(visibleChannels(guild, members.get(session.accountId)))
    expect([...known].toSorted()).toEqual(visible)
    expect([...(one?.sight.keys() ?? [])].toSorted()).toEqual(visible)
    expect(one && classes.get(one.key)).toBe(one)
    expect(one?.sessions.has(session)).toBe(true)
  }
  const inClasses = [...classes.values()].reduce((sum, one) => sum + one.sessions.size, 0)
  expect(inClasses).toBe(told.size)
}

test('through any changes, what a session was told of is what its member may see', () => {
  fc.assert(
    fc.property(anyMoment, fc.array(anyMoment, { maxLength: 5 }), (first, later) => {
      const classes: Classes = new Map()
      const told = admitAll(classes, first)
      let before = first.guild
      for (const [index, { guild, members }] of later.entries()) {
        const after = { ...guild, version: String(index + 2) }
        step(classes, told, { before, after, members })
        expectRight(classes, told, { guild: after, members })
        before = after
      }
    }),
    { numRuns: 500 },
  )
})

test('through changes of some members alone, the same holds, whoever else is not looked at', () => {
  const changes = fc.array(fc.tuple(fc.constantFrom(...accounts), fc.option(fc.shuffledSubarray(roleIds))))
  fc.assert(
    fc.property(anyMoment, changes, ({ guild, members: first }, later) => {
      const classes: Classes = new Map()
      const told = admitAll(classes, { guild, members: first })
      const members = new Map(first)
      for (const [accountId, roles] of later) {
        if (roles && members.has(accountId)) members.set(accountId, { accountId, roleIds: roles })
        else members.delete(accountId)
        const sessions = [...told.keys()].filter((one) => one.accountId === accountId)
        const { changed, gone } = reclassify(classes, { before: guild, after: guild, sessions, members })
        for (const { sessions: concerned, change } of changed)
          for (const session of concerned) tell(told.get(session) ?? new Set(), change)
        for (const session of gone) told.delete(session)
        expectRight(classes, told, { guild, members })
      }
    }),
    { numRuns: 500 },
  )
})
