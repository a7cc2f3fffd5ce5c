import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { refusals, type GuildState, type MemberState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import type { Inside } from '../guilds/guild-access.ts'
import { isMember, listMembersAsked } from './member-reading-store.ts'
import { openMembers } from './open-members.ts'
import { standing } from './standing.ts'

/** The members of a guild whose row a transaction holds, as they were when it took it: nobody else changes them. */
export interface LockedMembers {
  /** Null where the account is not in it. */
  find(accountId: string): Promise<MemberState | null>
  /** Refuses accounts that are not in it. */
  get(accountId: string): Promise<MemberState>
  /** Who acts, with what holds it back now; null where they are not in it. */
  findActor(by: Actor): Promise<MemberState | null>
  /** Who acts, with what holds it back now. Refuses who is not in it as if the guild did not exist. */
  actor(by: Actor): Promise<Inside>
}

export function lockedMembers(chat: Chat, tx: Transaction<Schema>, guild: GuildState): LockedMembers {
  const read = new Map<string, Promise<MemberState | null>>()
  const find = (accountId: string) => {
    const known = read.get(accountId)
    if (known) return known
    const reading = readMember(chat, tx, { guildId: guild.id, accountId })
    read.set(accountId, reading)
    return reading
  }
  const findActor = async (by: Actor) => {
    const member = await find(by.accountId)
    return member && standing(chat, guild, member)
  }
  return {
    find,
    findActor,
    get: async (accountId) => (await find(accountId)) ?? refuse(refusals.unknown_member),
    actor: async (by) => {
      const member = guild.kind === 0 ? await findActor(by) : null
      return { guild, member: member ?? refuse(refusals.unknown_guild) }
    },
  }
}

async function readMember(
  chat: Chat,
  tx: Transaction<Schema>,
  key: { readonly guildId: string; readonly accountId: string },
): Promise<MemberState | null> {
  const rows = await listMembersAsked(tx, [key])
  const members = await openMembers(chat.sealer, rows.filter(isMember))
  return members[0] ?? null
}
