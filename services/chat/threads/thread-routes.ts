import type { Routes } from '@alles/platform/http'
import { refuse } from '@alles/platform/contract'
import { acting } from '../audit-log/acting.ts'
import { getChannelFor } from '../channels/channel-access.ts'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { createSlowMode } from '../messages/slow-mode.ts'
import { addThreadMember } from './add-thread-member.ts'
import { archiveSilent } from './archive-silent.ts'
import { createPost } from './create-post.ts'
import { joinThread } from './join-thread.ts'
import { listActiveThreads } from './list-active-threads.ts'
import { listArchivedThreads, listMyArchivedThreads } from './list-archived-threads.ts'
import { getThreadMember, listThreadMembers } from './list-thread-members.ts'
import { removeThreadMember } from './remove-thread-member.ts'
import { startThreadFromMessage } from './start-thread-from-message.ts'
import { startThread } from './start-thread.ts'
import { sweepThreads, sweepThreadsOf } from './sweep-threads.ts'

export function threadRoutes(chat: Chat, routes: Routes): void {
  startRoutes(chat, routes)
  listRoutes(chat, routes)
  memberRoutes(chat, routes)
}

/** What the service does about threads by itself, in processes of role `worker`. */
export function threadJobs(chat: Chat): void {
  chat.jobs.every('chat.archiveSilent', 30, () => archiveSilent(chat))
  chat.jobs.run(sweepThreads, async (place) => {
    await sweepThreadsOf(chat, place)
  })
}

function startRoutes(chat: Chat, routes: Routes): void {
  const posting = { ...chat, slowMode: createSlowMode(chat.clock, chat.bus) }
  routes.answer(contract.startThreadFromMessage, async (input, exchange) => {
    const thread = await startThreadFromMessage(chat, acting(exchange), {
      ...wishOf(input),
      messageId: input.messageId,
    })
    return shown(chat, thread)
  })
  routes.answer(contract.startThread, async (input, exchange) => {
    const actor = acting(exchange)
    const { channel } = await getChannelFor(chat, actor, input.channelId)
    if (channel.type !== 15) {
      const asked = { type: input.type ?? null, invitable: input.invitable ?? true }
      return shown(chat, await startThread(chat, actor, { ...wishOf(input), ...asked }))
    }
    const message = input.message ?? refuse(contract.messageRefusals.empty_message)
    const post = { ...wishOf(input), tags: input.applied_tags ?? [], message }
    const made = await createPost(posting, actor, post)
    return { ...(await shown(chat, made.thread)), message: made.message }
  })
}

function wishOf(input: {
  readonly channelId: string
  readonly name: string
  readonly auto_archive_duration?: contract.AutoArchiveMinutes | null | undefined
  readonly rate_limit_per_user?: number | null | undefined
}) {
  return {
    channelId: input.channelId,
    name: input.name,
    autoArchiveMinutes: input.auto_archive_duration ?? null,
    rateLimitPerUser: input.rate_limit_per_user ?? null,
  }
}

/** As it is by now: its first message has been written since. */
async function shown(chat: Chat, thread: contract.ThreadState): Promise<contract.Thread> {
  const guildId = (await chat.guilds.guildOfChannel(thread.id)) ?? refuse(contract.refusals.unknown_channel)
  const now = (await chat.guilds.get(guildId))?.threads.get(thread.id) ?? thread
  return contract.renderThread(guildId, now)
}

function listRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.listActiveThreads, ({ guildId }, { actor }) =>
    listActiveThreads(chat, actor, guildId),
  )
  routes.answer(contract.listPublicArchivedThreads, (input, { actor }) =>
    listArchivedThreads(chat, actor, { ...input, hidden: false }),
  )
  routes.answer(contract.listPrivateArchivedThreads, (input, { actor }) =>
    listArchivedThreads(chat, actor, { ...input, hidden: true }),
  )
  routes.answer(contract.listMyArchivedThreads, (input, { actor }) =>
    listMyArchivedThreads(chat, actor, input),
  )
}

function memberRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.joinThread, ({ channelId }, { actor }) => joinThread(chat, actor, channelId))
  routes.answer(contract.leaveThread, ({ channelId }, { actor }) =>
    removeThreadMember(chat, actor, { threadId: channelId, accountId: actor.accountId }),
  )
  routes.answer(contract.addThreadMember, ({ channelId, userId }, { actor }) =>
    addThreadMember(chat, actor, { threadId: channelId, accountId: userId }),
  )
  routes.answer(contract.removeThreadMember, ({ channelId, userId }, { actor }) =>
    removeThreadMember(chat, actor, { threadId: channelId, accountId: userId }),
  )
  routes.answer(contract.getThreadMember, (input, { actor }) =>
    getThreadMember(chat, actor, {
      threadId: input.channelId,
      accountId: input.userId === '@me' ? actor.accountId : input.userId,
      withMember: input.with_member === true,
    }),
  )
  routes.answer(contract.listThreadMembers, (input, { actor }) =>
    listThreadMembers(chat, actor, {
      threadId: input.channelId,
      after: input.after,
      limit: input.limit,
      withMember: input.with_member === true,
    }),
  )
}
