import { command, query, Snowflake, z } from '@alles/platform/contract'
import { ChannelName, SlowMode } from './channels.ts'
import { messageRefusals } from './message-refusals.ts'
import { sendMessage } from './messages.ts'
import { refusals } from './refusals.ts'
import { AutoArchive, Thread, ThreadMember } from './channel-shapes.ts'
import { Flag } from './wire.ts'

const inChannel = { channelId: Snowflake }
const ofMember = { channelId: Snowflake, userId: Snowflake }
const noChannel = [refusals.unknown_channel, refusals.missing_access]
const notHere = [...noChannel, refusals.missing_permissions, refusals.unsupported_channel_type]
const opening = { count: 30, seconds: 60, by: 'account' } as const
const changing = { count: 60, seconds: 60, by: 'account' } as const

const beginning = {
  name: ChannelName,
  auto_archive_duration: AutoArchive.nullish(),
  rate_limit_per_user: SlowMode.nullish(),
}

/** https://docs.discord.com/developers/resources/channel#start-thread-from-message. The thread has the message's id. */
export const startThreadFromMessage = command('chat.startThreadFromMessage', {
  about: 'Opens a thread about a message.',
  protocol: 'discord',
  http: 'POST /channels/:channelId/messages/:messageId/threads',
  caller: 'account',
  input: z.object({ ...inChannel, messageId: Snowflake, ...beginning }),
  output: Thread,
  status: 201,
  refuses: [...notHere, messageRefusals.unknown_message, refusals.thread_exists, refusals.too_many_threads],
  limit: opening,
})

/** With `message` and in forums alone: the post. Else `type` is 10, 11 or, by default as with Discord, 12: private. */
export const startThread = command('chat.startThread', {
  about: 'Opens a thread about no message, or posts in a forum.',
  protocol: 'discord',
  http: 'POST /channels/:channelId/threads',
  caller: 'account',
  input: z.object({
    ...inChannel,
    ...beginning,
    type: z.int().nullish(),
    invitable: z.boolean().nullish(),
    applied_tags: z.array(Snowflake).max(5).nullish(),
    message: sendMessage.input.omit({ channelId: true, message_reference: true }).nullish(),
  }),
  output: Thread.extend({ message: sendMessage.output.exactOptional() }),
  status: 201,
  refuses: [
    ...notHere,
    ...sendMessage.refuses,
    refusals.too_many_threads,
    refusals.unknown_tag,
    refusals.tag_needed,
    refusals.no_free_tag,
  ],
  limit: opening,
})

/** `members`: of the threads listed, those the caller follows. */
const ThreadList = z.object({ threads: z.array(Thread), members: z.array(ThreadMember) })

export const listActiveThreads = query('chat.listActiveThreads', {
  about: 'The active threads of a server that one may see, newest first.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/threads/active',
  caller: 'account',
  input: z.object({ guildId: Snowflake }),
  output: ThreadList,
  refuses: [refusals.unknown_guild],
})

const Limit = z.coerce.number<number | string>().int().min(2).max(100).default(50)
/** When a thread was archived, ISO 8601. */
const ArchivedBefore = z.iso.datetime({ offset: true }).optional()
const ThreadPage = ThreadList.extend({ has_more: z.boolean() })
const mayNotRead = [...noChannel, refusals.missing_permissions, refusals.unsupported_channel_type]

export const listPublicArchivedThreads = query('chat.listPublicArchivedThreads', {
  about: 'Pages through the archived threads of a channel that are open to all, archived last first.',
  protocol: 'discord',
  http: 'GET /channels/:channelId/threads/archived/public',
  caller: 'account',
  input: z.object({ ...inChannel, before: ArchivedBefore, limit: Limit }),
  output: ThreadPage,
  refuses: mayNotRead,
})

export const listPrivateArchivedThreads = query('chat.listPrivateArchivedThreads', {
  about: 'Pages through the private archived threads of a channel, for who manages threads.',
  protocol: 'discord',
  http: 'GET /channels/:channelId/threads/archived/private',
  caller: 'account',
  input: z.object({ ...inChannel, before: ArchivedBefore, limit: Limit }),
  output: ThreadPage,
  refuses: mayNotRead,
})

export const listMyArchivedThreads = query('chat.listMyArchivedThreads', {
  about: 'Pages through the private archived threads of a channel that one is in, by id, downwards.',
  protocol: 'discord',
  http: 'GET /channels/:channelId/users/@me/threads/archived/private',
  caller: 'account',
  input: z.object({ ...inChannel, before: Snowflake.optional(), limit: Limit }),
  output: ThreadPage,
  refuses: mayNotRead,
})

export const joinThread = command('chat.joinThread', {
  about: 'Follows a thread.',
  protocol: 'discord',
  http: 'PUT /channels/:channelId/thread-members/@me',
  caller: 'account',
  input: z.object(inChannel),
  output: z.void(),
  refuses: [...notHere, refusals.thread_archived, refusals.too_many_thread_members],
  limit: changing,
})

export const leaveThread = command('chat.leaveThread', {
  about: 'Follows a thread no longer. A private one is out of sight then.',
  protocol: 'discord',
  http: 'DELETE /channels/:channelId/thread-members/@me',
  caller: 'account',
  input: z.object(inChannel),
  output: z.void(),
  refuses: [...notHere, refusals.thread_archived],
  limit: changing,
})

export const addThreadMember = command('chat.addThreadMember', {
  about: 'Adds a member of the server to a thread. Does nothing twice.',
  protocol: 'discord',
  http: 'PUT /channels/:channelId/thread-members/:userId',
  caller: 'account',
  input: z.object(ofMember),
  output: z.void(),
  refuses: [
    ...notHere,
    refusals.unknown_member,
    refusals.thread_archived,
    refusals.thread_locked,
    refusals.too_many_thread_members,
  ],
  limit: changing,
})

export const removeThreadMember = command('chat.removeThreadMember', {
  about: 'Takes somebody out of a thread.',
  protocol: 'discord',
  http: 'DELETE /channels/:channelId/thread-members/:userId',
  caller: 'account',
  input: z.object(ofMember),
  output: z.void(),
  refuses: [...notHere, refusals.unknown_member, refusals.thread_archived],
  limit: changing,
})

export const getThreadMember = query('chat.getThreadMember', {
  about: 'Whether somebody follows a thread, and since when. `@me` is oneself.',
  protocol: 'discord',
  http: 'GET /channels/:channelId/thread-members/:userId',
  caller: 'account',
  input: z.object({
    ...inChannel,
    userId: z.union([Snowflake, z.literal('@me')]),
    with_member: Flag.optional(),
  }),
  output: ThreadMember,
  refuses: [...noChannel, refusals.unsupported_channel_type, refusals.unknown_member],
})

/** In an order of its own; the next page is `after` the last one's `user_id`. */
export const listThreadMembers = query('chat.listThreadMembers', {
  about: 'Pages through those who follow a thread.',
  protocol: 'discord',
  http: 'GET /channels/:channelId/thread-members',
  caller: 'account',
  input: z.object({
    ...inChannel,
    with_member: Flag.optional(),
    after: Snowflake.optional(),
    limit: z.coerce.number<number | string>().int().min(1).max(100).default(100),
  }),
  output: z.array(ThreadMember),
  refuses: [...noChannel, refusals.unsupported_channel_type],
})
