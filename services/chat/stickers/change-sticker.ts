import { refuse } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Acting } from '../audit-log/acting.ts'
import { auditChanges } from '../audit-log/audit-changes.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import {
  moderationRefusals,
  renderGuildSticker,
  type GuildState,
  type GuildSticker,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { requireManager } from '../emojis/expression-policy.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import type { LockedMembers } from '../members/locked-members.ts'
import { letGoOf } from '../pictures/drop-pictures.ts'
import { sealStickerWords } from './seal-words.ts'
import { stickersUpdated } from './sticker-events.ts'
import { listStickerCreators, removeSticker, updateStickerWords } from './sticker-store.ts'

export interface StickerKey {
  readonly guildId: string
  readonly stickerId: string
}

/** What to change; what is absent stays. */
export interface StickerEdit extends StickerKey {
  readonly name?: string | undefined
  readonly description?: string | null | undefined
  readonly tags?: string | undefined
}

export async function editSticker(chat: Chat, by: Acting, edit: StickerEdit): Promise<GuildSticker> {
  const { guildId, stickerId: id } = edit
  const { after } = await changeGuild(chat, guildId, {
    async apply(tx, guild, members) {
      const { sticker, actor } = await manageable(tx, { guild, members, by, id })
      const now = {
        ...sticker,
        name: edit.name ?? sticker.name,
        description: edit.description === undefined ? sticker.description : edit.description,
        tags: edit.tags ?? sticker.tags,
      }
      await updateStickerWords(tx, { guildId, id }, await sealStickerWords(chat, guild, now))
      const changes = auditChanges(renderGuildSticker(guildId, sticker), renderGuildSticker(guildId, now))
      const entry = { guild, actor, reason: by.reason, targetId: id, changes }
      if (changes.length > 0) await writeAuditLog(chat, tx, { ...entry, action: 'STICKER_UPDATE' })
    },
    announce: (guild) => [stickersUpdated(guild)],
  })
  return after.stickers.find((one) => one.id === id) ?? refuse(moderationRefusals.unknown_sticker)
}

export async function deleteSticker(
  chat: Chat,
  by: Acting,
  { guildId, stickerId: id }: StickerKey,
): Promise<void> {
  await changeGuild(chat, guildId, {
    async apply(tx, guild, members) {
      const { sticker, actor } = await manageable(tx, { guild, members, by, id })
      await letGoOf(chat, tx, [await removeSticker(tx, { guildId, id })])
      const changes = auditChanges(renderGuildSticker(guildId, sticker), null)
      const entry = { guild, actor, reason: by.reason, targetId: id, changes }
      await writeAuditLog(chat, tx, { ...entry, action: 'STICKER_DELETE' })
    },
    announce: (guild) => [stickersUpdated(guild)],
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
  const sticker = guild.stickers.find((one) => one.id === id) ?? refuse(moderationRefusals.unknown_sticker)
  const creators = await listStickerCreators(tx, guild.id)
  return { sticker, actor: requireManager(inside, creators.get(id) ?? null) }
}
