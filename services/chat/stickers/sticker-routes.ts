import { mostGuildPictureBytes, refusals as mediaRefusals } from '@alles/media/contract'
import { refuse } from '@alles/platform/contract'
import type { FormFile, FormReception, Routes } from '@alles/platform/http'
import { acting } from '../audit-log/acting.ts'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { mayMake } from '../emojis/expression-policy.ts'
import { getGuildOf, type Inside } from '../guilds/guild-access.ts'
import { deleteSticker, editSticker } from './change-sticker.ts'
import { createSticker, requireStickerRoom } from './create-sticker.ts'
import { listStickerCreators } from './sticker-store.ts'

export function stickerRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.listStickers, async ({ guildId }, { actor }) =>
    show(chat, await getGuildOf(chat, actor, guildId), () => true),
  )
  routes.answer(contract.getSticker, async ({ guildId, stickerId }, { actor }) => {
    const [sticker] = await show(chat, await getGuildOf(chat, actor, guildId), ({ id }) => id === stickerId)
    return sticker ?? refuse(contract.moderationRefusals.unknown_sticker)
  })
  routes.answerForm(contract.createSticker, receptionOf(chat), async (input, exchange, [file]) => {
    if (!file) return refuse(mediaRefusals.not_a_picture)
    const sticker = await createSticker(chat, acting(exchange), { ...input, file })
    return contract.renderGuildSticker(input.guildId, sticker)
  })
  routes.answer(contract.editSticker, async (input, exchange) => {
    const { guildId, stickerId, name, description, tags } = input
    const edit = { guildId, stickerId, name: name ?? undefined, description, tags: tags ?? undefined }
    return contract.renderGuildSticker(guildId, await editSticker(chat, acting(exchange), edit))
  })
  routes.answer(contract.deleteSticker, (key, exchange) => deleteSticker(chat, acting(exchange), key))
}

/** A sticker's file is small enough to be held in memory until the form is read. */
function receptionOf(chat: Chat): FormReception<Uint8Array> {
  return {
    mostBytes: mostGuildPictureBytes.sticker + 16 * 1024,
    async admit({ guildId = '' }, { actor }) {
      await requireStickerRoom(chat, actor, guildId)
    },
    receive: wholeFile,
    discard: () => Promise.resolve(),
  }
}

async function wholeFile({ bytes }: FormFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.byteLength
    if (size > mostGuildPictureBytes.sticker) refuse(mediaRefusals.asset_too_large)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** With who made them, for those who may know. */
async function show(
  chat: Chat,
  inside: Inside,
  isWanted: (sticker: contract.GuildSticker) => boolean,
): Promise<contract.Sticker[]> {
  const { guild } = inside
  const stickers = guild.stickers.filter(isWanted)
  if (!mayMake(inside)) return stickers.map((sticker) => contract.renderGuildSticker(guild.id, sticker))
  const creators = await listStickerCreators(chat.database, guild.id)
  const users = await chat.authors.users([...creators.values()].filter((ref) => ref !== null))
  return stickers.map((sticker) =>
    contract.renderGuildSticker(guild.id, sticker, users.get(creators.get(sticker.id) ?? '')),
  )
}
