import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { refusals, type GuildState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import type { LockedMembers } from '../members/locked-members.ts'
import { changeGuild } from './change-guild.ts'
import { requirePermission } from './guild-access.ts'
import { guildUpdated } from './guild-events.ts'
import { isBot } from './guild-policy.ts'
import { updateGuildName, updateGuildOwner } from './guild-store.ts'
import { sealGuildName } from './seal-text.ts'

export interface GuildEdit {
  readonly guildId: string
  readonly name?: string | undefined
  /** The account it passes to. */
  readonly ownerId?: string | undefined
}

export async function editGuild(chat: Chat, by: Actor, edit: GuildEdit): Promise<GuildState> {
  const { after } = await changeGuild(chat, edit.guildId, {
    async apply(tx, guild, members) {
      const inside = await members.actor(by)
      if (edit.ownerId !== undefined) await passOn(tx, guild, { by, heirId: edit.ownerId, members })
      if (edit.name === undefined && edit.ownerId !== undefined) return
      requirePermission(inside, 'MANAGE_GUILD')
      if (edit.name === undefined || edit.name === guild.name) return
      const item = { row: guild.id, key: guild.keyId, value: edit.name }
      await updateGuildName(tx, guild.id, await sealGuildName(chat, item))
    },
    announce: (guild) => [guildUpdated(guild)],
  })
  return after
}

/** Only the owner may pass a guild on, and only to a person in it. */
async function passOn(
  tx: Transaction<Schema>,
  guild: GuildState,
  { by, heirId, members }: { readonly by: Actor; readonly heirId: string; readonly members: LockedMembers },
): Promise<void> {
  if (guild.ownerId !== by.accountId) refuse(refusals.missing_permissions)
  const heir = await members.get(heirId)
  if (isBot(guild, heirId)) refuse(refusals.people_only)
  await updateGuildOwner(tx, guild.id, heir.membershipRef)
}
