import { refuse } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import {
  everyPermission,
  refusals,
  type GuildState,
  type OverwriteInput,
  type OverwriteState,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import type { LockedMembers } from '../members/locked-members.ts'
import { findMembership } from '../members/member-store.ts'
import { putOverwrite, removeOverwriteOf } from './overwrite-store.ts'

/** Overwrites as asked for; refuses roles and members the guild does not have. Bits unknown here are dropped. */
export async function overwritesAsked(
  guild: GuildState,
  members: LockedMembers,
  asked: readonly OverwriteInput[],
): Promise<OverwriteState[]> {
  const overwrites: OverwriteState[] = []
  for (const one of asked) overwrites.push(await overwriteOf(guild, members, one))
  return overwrites
}

export async function overwriteOf(
  guild: GuildState,
  members: LockedMembers,
  asked: OverwriteInput,
): Promise<OverwriteState> {
  if (asked.type === 0 && !guild.roles.some((role) => role.id === asked.id)) refuse(refusals.unknown_role)
  if (asked.type === 1) await members.get(asked.id)
  const deny = BigInt(asked.deny ?? 0) & everyPermission
  return { id: asked.id, type: asked.type, allow: BigInt(asked.allow ?? 0) & everyPermission & ~deny, deny }
}

export interface OverwriteChange {
  readonly channelId: string
  readonly before: readonly OverwriteState[]
  readonly after: readonly OverwriteState[]
}

/** Stores what differs between `before` and `after`. */
export async function storeOverwrites(
  tx: Transaction<Schema>,
  guild: GuildState,
  change: OverwriteChange,
): Promise<void> {
  const at = { guildId: guild.id, channelId: change.channelId }
  const same = (a: OverwriteState) => (b: OverwriteState) => a.id === b.id && a.type === b.type
  for (const overwrite of change.before) {
    if (change.after.some(same(overwrite))) continue
    const target = await targetOf(tx, guild.id, overwrite)
    if (target !== null) await removeOverwriteOf(tx, at.channelId, { target, type: overwrite.type })
  }
  for (const overwrite of change.after) {
    const old = change.before.find(same(overwrite))
    if (old?.allow === overwrite.allow && old.deny === overwrite.deny) continue
    const target = await targetOf(tx, guild.id, overwrite)
    if (target !== null) await putOverwrite(tx, at, { ...overwrite, target })
  }
}

/** What the stored overwrite names: for members, who may have left, their membership. */
async function targetOf(
  tx: Transaction<Schema>,
  guildId: string,
  { type, id }: OverwriteState,
): Promise<string | null> {
  if (type === 0) return id
  return (await findMembership(tx, guildId, id))?.ref ?? null
}
