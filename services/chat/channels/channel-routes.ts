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
    const { guild } = await getGuildOf(chat, actor, guildId)
    const channels = contract.visibleChannels(guild, actor.accountId)
    return channels.map((channel) => contract.renderChannel(guildId, channel))
  })
  routes.answer(contract.getChannel, async ({ channelId }, { actor }) => {
    const { guild, channel } = await getChannelFor(chat, actor, channelId)
    return contract.renderChannel(guild.id, channel)
  })
  routes.answer(contract.createChannel, async (input, { actor }) => {
    const channel = await createChannel(chat, actor, { ...input, ...settingsOf(input) })
    return contract.renderChannel(input.guildId, channel)
  })
  routes.answer(contract.editChannel, async (input, { actor }) => {
    const channel = await editChannel(chat, actor, { ...input, ...settingsOf(input) })
    const guildId = (await chat.guilds.guildOfChannel(channel.id)) ?? ''
    return contract.renderChannel(guildId, channel)
  })
  routes.answer(contract.moveChannels, ({ guildId, moves }, { actor }) =>
    moveChannels(chat, actor, {
      guildId,
      moves: moves.map((move) => ({
        id: move.id,
        position: move.position,
        parentId: move.parent_id,
        lockPermissions: move.lock_permissions,
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

interface Settings {
  readonly parent_id?: string | null | undefined
  readonly rate_limit_per_user?: number | null | undefined
  readonly permission_overwrites?: readonly contract.OverwriteInput[] | null | undefined
}

function settingsOf(input: Settings) {
  return {
    parentId: input.parent_id,
    rateLimitPerUser: input.rate_limit_per_user,
    overwrites: input.permission_overwrites,
  }
}
