import type { Input } from '@alles/platform/contract'
import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { getGuildOf } from '../guilds/guild-access.ts'
import { deleteThread } from '../threads/delete-thread.ts'
import { editThread, type ThreadEdit } from '../threads/edit-thread.ts'
import { showThread } from '../threads/show-thread.ts'
import { findThreadFor } from '../threads/thread-access.ts'
import { getChannelFor } from './channel-access.ts'
import { createChannel } from './create-channel.ts'
import { deleteChannel } from './delete-channel.ts'
import { editChannel, type ChannelEdit } from './edit-channel.ts'
import { forumWish } from './forum-policy.ts'
import { moveChannels } from './move-channels.ts'
import { removeOverwrite, setOverwrite } from './set-overwrite.ts'

export function channelRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.listChannels, async ({ guildId }, { actor }) => {
    const { guild, member } = await getGuildOf(chat, actor, guildId)
    const channels = contract.visibleChannels(guild, member)
    return channels.map((channel) => contract.renderChannel(guildId, channel))
  })
  routes.answer(contract.getChannel, async ({ channelId }, { actor }) => {
    const inThread = await findThreadFor(chat, actor, channelId)
    if (inThread) return showThread(chat, actor, inThread)
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
      nsfw: input.nsfw ?? false,
      flags: input.flags ?? 0,
      threadRateLimit: input.default_thread_rate_limit_per_user ?? 0,
      autoArchiveMinutes: input.default_auto_archive_duration ?? null,
      forum: forumWish(input),
      overwrites: input.permission_overwrites ?? undefined,
    })
    return contract.renderChannel(input.guildId, channel)
  })
  routes.answer(contract.editChannel, async (input, { actor }) => {
    if (await findThreadFor(chat, actor, input.channelId)) {
      const { guild, thread } = await editThread(chat, actor, threadEdit(input))
      return contract.renderThread(guild.id, thread)
    }
    const channel = await editChannel(chat, actor, channelEdit(input))
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
    if (await findThreadFor(chat, actor, channelId)) {
      const { guild, thread } = await deleteThread(chat, actor, channelId)
      return contract.renderThread(guild.id, thread)
    }
    const { guild, channel } = await deleteChannel(chat, actor, channelId)
    return contract.renderChannel(guild.id, channel)
  })
  overwriteRoutes(chat, routes)
}

function channelEdit(input: Input<typeof contract.editChannel>): ChannelEdit {
  return {
    channelId: input.channelId,
    name: input.name ?? undefined,
    type: input.type ?? undefined,
    topic: input.topic,
    position: input.position ?? undefined,
    parentId: input.parent_id,
    rateLimitPerUser: input.rate_limit_per_user ?? undefined,
    nsfw: input.nsfw ?? undefined,
    flags: input.flags ?? undefined,
    threadRateLimit: input.default_thread_rate_limit_per_user ?? undefined,
    autoArchiveMinutes: input.default_auto_archive_duration,
    forum: saysOfForum(input) ? forumWish(input) : undefined,
    overwrites: input.permission_overwrites ?? undefined,
  }
}

function saysOfForum(input: Input<typeof contract.editChannel>): boolean {
  const said = [
    input.available_tags,
    input.default_reaction_emoji,
    input.default_sort_order,
    input.default_forum_layout,
  ]
  return said.some((value) => value !== undefined)
}

function threadEdit(input: Input<typeof contract.editChannel>): ThreadEdit {
  return {
    threadId: input.channelId,
    name: input.name ?? undefined,
    archived: input.archived ?? undefined,
    locked: input.locked ?? undefined,
    invitable: input.invitable ?? undefined,
    autoArchiveMinutes: input.auto_archive_duration ?? undefined,
    rateLimitPerUser: input.rate_limit_per_user ?? undefined,
    tags: input.applied_tags ?? undefined,
    flags: input.flags ?? undefined,
  }
}

function overwriteRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.setOverwrite, ({ channelId, overwriteId, ...overwrite }, { actor }) =>
    setOverwrite(chat, actor, { channelId, overwrite: { ...overwrite, id: overwriteId } }),
  )
  routes.answer(contract.removeOverwrite, (input, { actor }) => removeOverwrite(chat, actor, input))
}
