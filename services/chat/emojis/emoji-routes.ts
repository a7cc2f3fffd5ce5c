import { refuse } from '@alles/platform/contract'
import type { Routes } from '@alles/platform/http'
import { acting } from '../audit-log/acting.ts'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { getGuildOf, type Inside } from '../guilds/guild-access.ts'
import { deleteEmoji, editEmoji } from './change-emoji.ts'
import { createEmoji } from './create-emoji.ts'
import { listEmojiCreators } from './emoji-store.ts'
import { mayMake } from './expression-policy.ts'

export function emojiRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.listEmojis, async ({ guildId }, { actor }) =>
    show(chat, await getGuildOf(chat, actor, guildId), () => true),
  )
  routes.answer(contract.getEmoji, async ({ guildId, emojiId }, { actor }) => {
    const [emoji] = await show(chat, await getGuildOf(chat, actor, guildId), ({ id }) => id === emojiId)
    return emoji ?? refuse(contract.moderationRefusals.unknown_emoji)
  })
  routes.answer(contract.createEmoji, async ({ guildId, name, image, roles }, exchange) => {
    const wish = { guildId, name, image, roleIds: roles ?? [] }
    return contract.renderGuildEmoji(await createEmoji(chat, acting(exchange), wish))
  })
  routes.answer(contract.editEmoji, async ({ guildId, emojiId, name, roles }, exchange) => {
    const edit = { guildId, emojiId, name: name ?? undefined, roleIds: roles ?? undefined }
    return contract.renderGuildEmoji(await editEmoji(chat, acting(exchange), edit))
  })
  routes.answer(contract.deleteEmoji, (key, exchange) => deleteEmoji(chat, acting(exchange), key))
}

/** With who made them, for those who may know. */
async function show(
  chat: Chat,
  inside: Inside,
  isWanted: (emoji: contract.GuildEmoji) => boolean,
): Promise<contract.Emoji[]> {
  const emojis = inside.guild.emojis.filter(isWanted)
  if (!mayMake(inside)) return emojis.map((emoji) => contract.renderGuildEmoji(emoji))
  const creators = await listEmojiCreators(chat.database, inside.guild.id)
  const users = await chat.authors.users([...creators.values()].filter((ref) => ref !== null))
  return emojis.map((emoji) => contract.renderGuildEmoji(emoji, users.get(creators.get(emoji.id) ?? '')))
}
