import { refuse } from '@alles/platform/contract'
import { firstIdAt } from '@alles/platform/ids'
import type { Acting } from '../audit-log/acting.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import { refusals, standsAbove, type GuildState } from '../contract/index.ts'
import {
  announceRemoval,
  takeOut,
  touchedByRemoval,
  withoutRemoved,
  type Removed,
} from '../members/remove-from-guild.ts'
import { changeGuild } from './change-guild.ts'
import { getGuildOf, requirePermission, type Inside } from './guild-access.ts'
import { countAway, listAway, type Pruning } from './prune-store.ts'
import type { Touched } from './touched.ts'

const dayMs = 86_400_000
const atOnce = 200

export interface PruneWish {
  readonly guildId: string
  readonly days: number
  /** Members with no roles but these count too. */
  readonly roleIds: readonly string[]
}

/** How many members have been away: they came before, and wrote nothing since. */
export async function countPrune(chat: Chat, by: Acting, wish: PruneWish): Promise<number> {
  const inside = await getGuildOf(chat, by, wish.guildId)
  return countAway(chat.database, pruningOf(chat, inside, wish))
}

/** Removes them, in steps that hold up nobody. */
export async function prune(chat: Chat, by: Acting, wish: PruneWish): Promise<number> {
  for (let pruned = 0; ;) {
    const removed = await pruneSome(chat, by, wish)
    pruned += removed
    if (removed < atOnce) return pruned
  }
}

async function pruneSome(chat: Chat, by: Acting, wish: PruneWish): Promise<number> {
  const { result } = await changeGuild(chat, wish.guildId, {
    async apply(tx, guild, members) {
      const inside = await members.actor(by)
      const away = await listAway(tx, pruningOf(chat, inside, wish), atOnce)
      const removed: Removed[] = []
      for (const accountId of away)
        removed.push(await takeOut(chat, tx, { guild, member: await members.get(accountId) }))
      if (removed.length > 0)
        await writeAuditLog(chat, tx, {
          guild,
          actor: inside.member,
          reason: by.reason,
          action: 'MEMBER_PRUNE',
          options: { delete_member_days: String(wish.days), members_removed: String(removed.length) },
        })
      return removed
    },
    touches: touchedByAll,
    next: (before: GuildState, removed) => removed.reduce(withoutRemoved, before),
    announce: async (guild, removed) =>
      (await Promise.all(removed.map((one) => announceRemoval(chat, guild, one)))).flat(),
  })
  return result.length
}

function touchedByAll(removed: readonly Removed[]): Touched {
  const all = removed.map(touchedByRemoval)
  return {
    structure: all.some((one) => one.structure),
    threads: all.some((one) => one.threads === true),
    members: removed.map(({ member }) => ({ how: 'left', member })),
  }
}

/** Refuses who may not kick, or not members with these roles. */
function pruningOf(chat: Chat, { guild, member }: Inside, wish: PruneWish): Pruning {
  requirePermission({ guild, member }, 'KICK_MEMBERS')
  requirePermission({ guild, member }, 'MANAGE_GUILD')
  for (const id of wish.roleIds) {
    const role = guild.roles.find((one) => one.id === id) ?? refuse(refusals.unknown_role)
    if (!standsAbove(guild, member, role)) refuse(refusals.missing_permissions)
  }
  const before = chat.clock.now() - wish.days * dayMs
  return {
    guildId: guild.id,
    before: new Date(before),
    oldest: firstIdAt(before).toString(),
    roleIds: wish.roleIds,
    actorRef: member.membershipRef,
  }
}
