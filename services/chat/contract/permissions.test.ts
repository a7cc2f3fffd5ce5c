import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  basePermissions,
  bits,
  channelPermissions,
  everyPermission,
  firstPermissions,
  highestRole,
  holds,
  mayActOn,
  mayManageRole,
  maySee,
  permissions,
  type Permission,
  type Ruled,
} from './permissions.ts'
import type { OverwriteState, RoleState } from './guild-state.ts'

const names = Object.keys(permissions) as Permission[]
const guildId = '1000'
const roleIds = ['1001', '1002', '1003', '1004']
const people = ['1', '2', '3']

const permissionSet = fc.subarray(names).map((some) => bits(...some))
/** Few enough bits that what decides (seeing, sending, administering) comes up often. */
const decidingSet = fc
  .subarray(['VIEW_CHANNEL', 'SEND_MESSAGES', 'ADMINISTRATOR', 'MENTION_EVERYONE', 'MANAGE_ROLES'] as const)
  .map((some) => bits(...some))
const anySet = fc.oneof(permissionSet, decidingSet)

function role(id: string, held: bigint, position: number): RoleState {
  const shown = {
    name: id,
    color: 0,
    hoist: false,
    mentionable: false,
    managed: false,
    botId: null,
    icon: null,
  }
  return { id, permissions: held, position, unicodeEmoji: null, ...shown }
}

const ruled = fc
  .record({
    ownerId: fc.constantFrom(...people),
    everyone: anySet,
    others: fc.array(fc.record({ held: anySet, position: fc.integer({ min: 1, max: 4 }) }), {
      minLength: roleIds.length,
      maxLength: roleIds.length,
    }),
  })
  .map(({ ownerId, everyone, others }): Ruled => ({
    id: guildId,
    ownerId,
    roles: [
      role(guildId, everyone, 0),
      ...others.map((one, index) => role(roleIds[index] ?? '', one.held, one.position)),
    ],
  }))
const holder = fc.record({ accountId: fc.constantFrom(...people), roleIds: fc.subarray(roleIds) })
const overwrite = fc.oneof(
  fc.record({
    id: fc.constantFrom(guildId, ...roleIds),
    type: fc.constant(0 as const),
    allow: anySet,
    deny: anySet,
  }),
  fc.record({ id: fc.constantFrom(...people), type: fc.constant(1 as const), allow: anySet, deny: anySet }),
)
const overwrites = fc.uniqueArray(overwrite, { selector: (one) => one.id, maxLength: 6 })

/** The rules as the protocol's pages tell them, one permission at a time. */
function naive(guild: Ruled, who: { accountId: string; roleIds: string[] }, spoken: OverwriteState[]) {
  const own = guild.roles.filter((one) => one.id === guild.id || who.roleIds.includes(one.id))
  const inGuild = (name: Permission) => own.some((one) => (one.permissions & permissions[name]) !== 0n)
  const all = who.accountId === guild.ownerId || inGuild('ADMINISTRATOR')
  const inChannel = (name: Permission): boolean => {
    if (all) return true
    const bit = permissions[name]
    const says = (one: OverwriteState | undefined, had: boolean) => {
      if (one && (one.allow & bit) !== 0n) return true
      return one && (one.deny & bit) !== 0n ? false : had
    }
    let had = says(
      spoken.find((one) => one.id === guild.id),
      inGuild(name),
    )
    const roles = spoken.filter((one) => one.type === 0 && who.roleIds.includes(one.id))
    if (roles.some((one) => (one.allow & bit) !== 0n)) had = true
    else if (roles.some((one) => (one.deny & bit) !== 0n)) had = false
    return says(
      spoken.find((one) => one.type === 1 && one.id === who.accountId),
      had,
    )
  }
  const needsSending = ['MENTION_EVERYONE', 'ATTACH_FILES', 'EMBED_LINKS', 'SEND_TTS_MESSAGES']
  return names.filter((name) => {
    if (!inChannel(name) || !inChannel('VIEW_CHANNEL')) return false
    return !needsSending.includes(name) || inChannel('SEND_MESSAGES')
  })
}

describe('permissions', () => {
  test('are what a reading of the rules one by one gives', () => {
    fc.assert(
      fc.property(ruled, holder, overwrites, (guild, who, spoken) => {
        const held = channelPermissions(guild, who, { overwrites: spoken })
        expect(names.filter((name) => holds(held, permissions[name]))).toEqual(naive(guild, who, spoken))
      }),
      { numRuns: 2000 },
    )
  })

  test('do not depend on the order of overwrites or roles', () => {
    fc.assert(
      fc.property(ruled, holder, overwrites, (guild, who, spoken) => {
        const turned = { ...guild, roles: guild.roles.toReversed() }
        expect(channelPermissions(turned, who, { overwrites: spoken.toReversed() })).toBe(
          channelPermissions(guild, who, { overwrites: spoken }),
        )
      }),
    )
  })

  test('never exceed what exists, and are none for people from outside', () => {
    fc.assert(
      fc.property(ruled, holder, overwrites, (guild, who, spoken) => {
        expect(channelPermissions(guild, who, { overwrites: spoken }) & ~everyPermission).toBe(0n)
        expect(channelPermissions(guild, undefined, { overwrites: spoken })).toBe(0n)
        expect(basePermissions(guild, undefined)).toBe(0n)
      }),
    )
  })

  test('a member who loses a role never gains by it where no overwrite denies', () => {
    fc.assert(
      fc.property(ruled, holder, (guild, who) => {
        const less = { ...who, roleIds: who.roleIds.slice(1) }
        expect(holds(basePermissions(guild, who), basePermissions(guild, less))).toBe(true)
      }),
    )
  })

  test('let new members read and write, and manage nothing', () => {
    const guild = { id: guildId, ownerId: '9', roles: [role(guildId, firstPermissions, 0)] }
    const who = { accountId: '1', roleIds: [] }
    expect(maySee(guild, who, { overwrites: [] })).toBe(true)
    expect(holds(basePermissions(guild, who), permissions.SEND_MESSAGES)).toBe(true)
    for (const name of names.filter((one) => /^(MANAGE|KICK|BAN|ADMIN|MODERATE|VIEW_AUDIT)/.test(one)))
      expect(holds(basePermissions(guild, who), permissions[name])).toBe(false)
  })
})

describe('who is held back for a while', () => {
  const mayBe = fc.record({ who: holder, spoken: overwrites, guild: ruled })
  const reading = bits('VIEW_CHANNEL', 'READ_MESSAGE_HISTORY')

  test('only reads where it was timed out, whatever channels allow, unless it administrates', () => {
    fc.assert(
      fc.property(mayBe, ({ guild, who, spoken }) => {
        const channel = { overwrites: spoken }
        const held = channelPermissions(guild, { ...who, held: 'timed out' }, channel)
        const free = channelPermissions(guild, who, channel)
        const administrates = holds(basePermissions(guild, who), permissions.ADMINISTRATOR)
        expect(held).toBe(administrates ? free : free & reading)
        expect(maySee(guild, { ...who, held: 'timed out' }, channel)).toBe(maySee(guild, who, channel))
      }),
    )
  })

  test('does nothing that others hear of where it just came, and all else that it may', () => {
    const guild = { id: guildId, ownerId: '9', roles: [role(guildId, firstPermissions, 0)] }
    const newcomer = { accountId: '1', roleIds: [], held: 'new' as const }
    const held = channelPermissions(guild, newcomer, { overwrites: [] })
    for (const name of ['SEND_MESSAGES', 'ADD_REACTIONS', 'CREATE_PUBLIC_THREADS', 'SEND_POLLS'] as const)
      expect(holds(held, permissions[name])).toBe(false)
    expect(holds(held, reading)).toBe(true)
  })

  test('sees and does nothing while it has yet to agree to the rules, unless it is the owner', () => {
    fc.assert(
      fc.property(mayBe, ({ guild, who, spoken }) => {
        const screened = { ...guild, settings: { screening: true } }
        const pending = { ...who, pending: true }
        const channel = { overwrites: spoken }
        const isOwner = who.accountId === guild.ownerId
        expect(channelPermissions(screened, pending, channel)).toBe(isOwner ? everyPermission : 0n)
        expect(channelPermissions(screened, who, channel)).toBe(channelPermissions(guild, who, channel))
        const free = { ...guild, settings: { screening: false } }
        expect(channelPermissions(free, pending, channel)).toBe(channelPermissions(guild, who, channel))
      }),
    )
  })
})

describe('the order of roles', () => {
  test('nobody manages their own highest role or one above, but the owner', () => {
    fc.assert(
      fc.property(ruled, holder, (guild, who) => {
        if (who.accountId === guild.ownerId) return
        const top = highestRole(guild, who)
        if (top) expect(mayManageRole(guild, who, top)).toBe(false)
        else expect(guild.roles.some((one) => mayManageRole(guild, who, one))).toBe(false)
      }),
    )
  })

  test('of two members at most one stands above the other, and nobody above the owner', () => {
    fc.assert(
      fc.property(ruled, holder, holder, (guild, a, b) => {
        fc.pre(a.accountId !== b.accountId)
        expect(mayActOn(guild, a, b) && mayActOn(guild, b, a)).toBe(false)
        expect(mayActOn(guild, a, { accountId: guild.ownerId, roleIds: [] })).toBe(false)
        expect(mayActOn(guild, a, a)).toBe(false)
        if (a.accountId === guild.ownerId) expect(mayActOn(guild, a, b)).toBe(true)
      }),
    )
  })

  test('of two roles in one place the older one is higher', () => {
    const guild = {
      id: guildId,
      ownerId: '9',
      roles: [role(guildId, 0n, 0), role('1001', bits('MANAGE_ROLES'), 1), role('1002', 0n, 1)],
    }
    const [, older, newer] = guild.roles
    if (!older || !newer) throw new Error('there are three roles')
    expect(mayManageRole(guild, { accountId: '1', roleIds: ['1001'] }, newer)).toBe(true)
    expect(mayManageRole(guild, { accountId: '1', roleIds: ['1001'] }, older)).toBe(false)
  })
})
