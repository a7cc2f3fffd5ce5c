import { refuse } from '@alles/platform/contract'
import type { Acting } from '../audit-log/acting.ts'
import { auditChanges } from '../audit-log/audit-changes.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import { moderationRefusals, renderGuildEmoji, type GuildEmoji, type GuildState } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { getGuildOf } from '../guilds/guild-access.ts'
import { withPicture, type Made } from '../pictures/with-picture.ts'
import { knownRoles, sealEmojiName } from './change-emoji.ts'
import { emojisUpdated } from './emoji-events.ts'
import { insertEmoji, replaceEmojiRoles } from './emoji-store.ts'
import { requireMaker } from './expression-policy.ts'

/** Of those that stand still, and of those that move. */
const mostEmojis = 200

export interface EmojiWish {
  readonly guildId: string
  readonly name: string
  /** A picture as a data address. */
  readonly image: string
  /** Who may use it; none: everybody. */
  readonly roleIds: readonly string[]
}

export async function createEmoji(chat: Chat, by: Acting, wish: EmojiWish): Promise<GuildEmoji> {
  const { guildId } = wish
  const inside = await getGuildOf(chat, by, guildId)
  requireMaker(inside)
  requireRoom(inside.guild, null)
  const id = chat.ids.next()
  const picture = { file: wish.image, use: 'emoji', guildId, owner: id, key: inside.guild.keyId } as const
  const guild = await withPicture(chat, picture, (made) =>
    made ? put(chat, by, { ...wish, ...made, id }) : Promise.reject(new Error('no picture was made')),
  )
  return guild.emojis.find((one) => one.id === id) ?? refuse(moderationRefusals.unknown_emoji)
}

async function put(
  chat: Chat,
  by: Acting,
  wish: EmojiWish & Made & { readonly id: string },
): Promise<GuildState> {
  const { guildId, id, animated } = wish
  const { after } = await changeGuild(chat, guildId, {
    async apply(tx, guild, members) {
      const actor = requireMaker(await members.actor(by))
      requireRoom(guild, animated)
      const roleIds = knownRoles(guild, wish.roleIds)
      const name = await sealEmojiName(chat, guild, wish)
      const creatorRef = actor.membershipRef
      await insertEmoji(tx, { guildId, id, creatorRef, animated, picture: wish.hash, name })
      await replaceEmojiRoles(tx, { guildId, id }, roleIds)
      const changes = auditChanges(null, renderGuildEmoji({ ...wish, roleIds }))
      const entry = { guild, actor, reason: by.reason, targetId: id, changes }
      await writeAuditLog(chat, tx, { ...entry, action: 'EMOJI_CREATE' })
    },
    announce: (guild) => [emojisUpdated(guild)],
  })
  return after
}

/** Null: before it is known whether it moves, only where there is room for neither. */
function requireRoom(guild: GuildState, animated: boolean | null): void {
  const isFull = (moves: boolean) => guild.emojis.filter((one) => one.animated === moves).length >= mostEmojis
  if (animated === null ? isFull(true) && isFull(false) : !animated && isFull(false))
    refuse(moderationRefusals.too_many_emojis)
  if (animated === true && isFull(true)) refuse(moderationRefusals.too_many_animated_emojis)
}
