import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { getGuildOf } from '../guilds/guild-access.ts'
import { getChannelFor } from './channel-access.ts'
import { createChannel } from './create-channel.ts'
import { deleteChannel } from './delete-channel.ts'
import { editChannel } from './edit-channel.ts'
import { moveChannels } from './move-channels.ts'
import { removeOverwrite, setOverwrite } from './set-overwrite.ts'

export function channelRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.listChannels, async ({ guildId }, { actor }) => {
    const { guild, member } = await getGuildOf(chat, actor, guildId)
    const channels = contract.visibleChannels(guild, member)
    return channels.map((channel) => contract.renderChannel(guildId, channel))
  })
  routes.answer(contract.getChannel, async ({ channelId }, { actor }) => {
    const { guild, channel } = await getChannelFor(chat, actor, channelId)
    return contract.renderChannel(guild.id, channel)
  })
  routes.answer(contract.createChannel, async (input, { actor }) => {
    const channel = await createChannel(chat, actor, {
      guildId: input.guildId,
      name: input.name,
      type: input.type ?? 0,
      topic: input.topic ?? null,
      position: input.position ?? undefined,
      parentId: input.parent_id ?? null,
      rateLimitPerUser: input.rate_limit_per_user ?? 0,
      overwrites: input.permission_overwrites ?? undefined,
    })
    return contract.renderChannel(input.guildId, channel)
  })
  routes.answer(contract.editChannel, async (input, { actor }) => {
    const channel = await editChannel(chat, actor, {
      channelId: input.channelId,
      name: input.name ?? undefined,
      type: input.type ?? undefined,
      topic: input.topic,
      position: input.position ?? undefined,
      parentId: input.parent_id,
      rateLimitPerUser: input.rate_limit_per_user ?? undefined,
      overwrites: input.permission_overwrites ?? undefined,
    })
    const guildId = (await chat.guilds.guildOfChannel(channel.id)) ?? ''
    return contract.renderChannel(guildId, channel)
  })
  routes.answer(contract.moveChannels, ({ guildId, moves }, { actor }) =>
    moveChannels(chat, actor, {
      guildId,
      moves: moves.map((move) => ({
        id: move.id,
        position: move.position ?? undefined,
        parentId: move.parent_id,
        lockPermissions: move.lock_permissions ?? false,
      })),
    }),
  )
  routes.answer(contract.deleteChannel, async ({ channelId }, { actor }) => {
    const { guild, channel } = await deleteChannel(chat, actor, channelId)
    return contract.renderChannel(guild.id, channel)
  })
  overwriteRoutes(chat, routes)
}

function overwriteRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.setOverwrite, ({ channelId, overwriteId, ...overwrite }, { actor }) =>
    setOverwrite(chat, actor, { channelId, overwrite: { ...overwrite, id: overwriteId } }),
  )
  routes.answer(contract.removeOverwrite, (input, { actor }) => removeOverwrite(chat, actor, input))
}
