import type { Input } from '@alles/platform/contract'
import type { Actor, Routes } from '@alles/platform/http'
import { acting } from '../audit-log/acting.ts'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { closeConversation } from '../conversations/close-conversation.ts'
import { findConversation } from '../conversations/conversation-access.ts'
import { renameGroup } from '../conversations/rename-group.ts'
import { showConversation } from '../conversations/show-conversation.ts'
import { getGuildOf, type Inside } from '../guilds/guild-access.ts'
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
    const inside = await findConversation(chat, actor, channelId)
    if (inside) return showConversation(chat, actor.accountId, inside.guild)
    const { guild, channel } = await getChannelFor(chat, actor, channelId)
    return contract.renderChannel(guild.id, channel)
  })
  routes.answer(contract.createChannel, async (input, exchange) => {
    const channel = await createChannel(chat, acting(exchange), {
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
  routes.answer(contract.editChannel, async (input, exchange) => {
    const { actor } = exchange
    const inside = await findConversation(chat, actor, input.channelId)
    if (inside) return rename(chat, actor, { ...inside, name: input.name })
    if (await findThreadFor(chat, actor, input.channelId)) {
      const { guild, thread } = await editThread(chat, acting(exchange), threadEdit(input))
      return contract.renderThread(guild.id, thread)
    }
    const channel = await editChannel(chat, acting(exchange), channelEdit(input))
    const guildId = (await chat.guilds.guildOfChannel(channel.id)) ?? ''
    return contract.renderChannel(guildId, channel)
  })
  routes.answer(contract.deleteChannel, async ({ channelId }, exchange) => {
    const { actor } = exchange
    const inside = await findConversation(chat, actor, channelId)
    if (inside) return close(chat, actor, inside)
    if (await findThreadFor(chat, actor, channelId)) {
      const { guild, thread } = await deleteThread(chat, acting(exchange), channelId)
      return contract.renderThread(guild.id, thread)
    }
    const { guild, channel } = await deleteChannel(chat, acting(exchange), channelId)
    return contract.renderChannel(guild.id, channel)
  })
  orderAndOverwriteRoutes(chat, routes)
}

type Wanted = Inside & { readonly name: string | null | undefined }

async function rename(chat: Chat, by: Actor, { name, ...inside }: Wanted): Promise<contract.PrivateChannel> {
  const wanted = name === undefined ? inside.guild.name : (name ?? '')
  return showConversation(chat, by.accountId, await renameGroup(chat, by, { ...inside, name: wanted }))
}

async function close(chat: Chat, by: Actor, inside: Inside): Promise<contract.PrivateChannel> {
  await closeConversation(chat, by, inside)
  return showConversation(chat, by.accountId, inside.guild)
}

function orderAndOverwriteRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.moveChannels, ({ guildId, moves }, exchange) =>
    moveChannels(chat, acting(exchange), {
      guildId,
      moves: moves.map((move) => ({
        id: move.id,
        position: move.position ?? undefined,
        parentId: move.parent_id,
        lockPermissions: move.lock_permissions ?? false,
      })),
    }),
  )
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
  routes.answer(contract.setOverwrite, ({ channelId, overwriteId, ...overwrite }, exchange) =>
    setOverwrite(chat, acting(exchange), { channelId, overwrite: { ...overwrite, id: overwriteId } }),
  )
  routes.answer(contract.removeOverwrite, (input, exchange) => removeOverwrite(chat, acting(exchange), input))
}
