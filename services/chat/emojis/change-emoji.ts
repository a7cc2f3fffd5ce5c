import { refuse } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Acting } from '../audit-log/acting.ts'
import { auditChanges } from '../audit-log/audit-changes.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import {
  moderationRefusals,
  refusals,
  renderGuildEmoji,
  type GuildEmoji,
  type GuildState,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import type { LockedMembers } from '../members/locked-members.ts'
import { letGoOf } from '../pictures/drop-pictures.ts'
import { emojisUpdated } from './emoji-events.ts'
import { listEmojiCreators, removeEmoji, replaceEmojiRoles, updateEmojiName } from './emoji-store.ts'
import { requireManager } from './expression-policy.ts'

export interface EmojiKey {
  readonly guildId: string
  readonly emojiId: string
}

/** What to change; what is absent stays. */
export interface EmojiEdit extends EmojiKey {
  readonly name?: string | undefined
  /** Who may use it; none: everybody. */
  readonly roleIds?: readonly string[] | undefined
}

export async function editEmoji(chat: Chat, by: Acting, edit: EmojiEdit): Promise<GuildEmoji> {
  const { guildId, emojiId: id } = edit
  const { after } = await changeGuild(chat, guildId, {
    async apply(tx, guild, members) {
      const { emoji, actor } = await manageable(tx, { guild, members, by, id })
      const roleIds = edit.roleIds && knownRoles(guild, edit.roleIds)
      if (edit.name !== undefined)
        await updateEmojiName(tx, { guildId, id }, await sealEmojiName(chat, guild, { id, name: edit.name }))
      if (roleIds) await replaceEmojiRoles(tx, { guildId, id }, roleIds)
      const now = { ...emoji, name: edit.name ?? emoji.name, roleIds: roleIds ?? emoji.roleIds }
      const changes = auditChanges(renderGuildEmoji(emoji), renderGuildEmoji(now))
      const entry = { guild, actor, reason: by.reason, targetId: id, changes }
      if (changes.length > 0) await writeAuditLog(chat, tx, { ...entry, action: 'EMOJI_UPDATE' })
    },
    announce: (guild) => [emojisUpdated(guild)],
  })
  return after.emojis.find((one) => one.id === id) ?? refuse(moderationRefusals.unknown_emoji)
}

export async function deleteEmoji(chat: Chat, by: Acting, { guildId, emojiId: id }: EmojiKey): Promise<void> {
  await changeGuild(chat, guildId, {
    async apply(tx, guild, members) {
      const { emoji, actor } = await manageable(tx, { guild, members, by, id })
      await letGoOf(chat, tx, [await removeEmoji(tx, { guildId, id })])
      const changes = auditChanges(renderGuildEmoji(emoji), null)
      const entry = { guild, actor, reason: by.reason, targetId: id, changes }
      await writeAuditLog(chat, tx, { ...entry, action: 'EMOJI_DELETE' })
    },
    announce: (guild) => [emojisUpdated(guild)],
  })
}

async function manageable(
  tx: Transaction<Schema>,
  asked: {
    readonly guild: GuildState
    readonly members: LockedMembers
    readonly by: Acting
    readonly id: string
  },
) {
  const { guild, members, by, id } = asked
  const inside = await members.actor(by)
  const emoji = guild.emojis.find((one) => one.id === id) ?? refuse(moderationRefusals.unknown_emoji)
  const creators = await listEmojiCreators(tx, guild.id)
  return { emoji, actor: requireManager(inside, creators.get(id) ?? null) }
}

/** Refuses roles the guild does not have. @everyone is no restriction. */
export function knownRoles(guild: GuildState, roleIds: readonly string[]): string[] {
  for (const id of roleIds) if (!guild.roles.some((role) => role.id === id)) refuse(refusals.unknown_role)
  return roleIds.includes(guild.id)
    ? []
    : [...new Set(roleIds)].toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
}

export async function sealEmojiName(
  chat: Chat,
  guild: Pick<GuildState, 'id' | 'keyId'>,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<Buffer> {
  const item = { row: `${guild.id}:${id}`, key: guild.keyId, value: name }
  const [sealed] = await chat.sealer.seal(catalogue.tables.emojis, 'name', [item])
  if (!sealed) throw new Error('the name of an emoji was not sealed')
  return Buffer.from(sealed)
}
