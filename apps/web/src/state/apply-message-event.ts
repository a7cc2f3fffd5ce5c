import type { Message as WireMessage } from '@alles/chat/contract'
import { withMembers, withUsers } from './apply-guild-event.ts'
import type { Message, MessageLog, State } from './entities.ts'
import type { Appliers, EventData } from './gateway-event.ts'
import { isNewer } from './ids.ts'
import {
  loadingLog,
  withEdit,
  withMessage,
  withNewestPage,
  withOlderPage,
  withoutMessages,
} from './message-log.ts'
import { readMessage, usersOf } from './read-wire.ts'
import { without } from './records.ts'

/** How long one word of a typist counts: as long as clients wait before they say it again. */
const typingMs = 10_000

export const messageEvents: Appliers<
  'MESSAGE_CREATE' | 'MESSAGE_UPDATE' | 'MESSAGE_DELETE' | 'MESSAGE_DELETE_BULK'
> = {
  MESSAGE_CREATE: (state, wire) => withNewMessage(withAuthor(state, wire), wire),
  MESSAGE_UPDATE: withEditedMessage,
  MESSAGE_DELETE: (state, { channel_id: channelId, id }) => withoutMessage(state, channelId, [id]),
  MESSAGE_DELETE_BULK: (state, { channel_id: channelId, ids }) => withoutMessage(state, channelId, ids),
}

/** Where not all members are known, a message brings its author along. */
function withAuthor(state: State, { guild_id: guildId, author, member }: EventData['MESSAGE_CREATE']): State {
  if (guildId === undefined || !member || author.id in (state.members[guildId] ?? {})) return state
  return withMembers(state, guildId, [{ ...member, user: author }])
}

/** A message was changed, by event or as the answer to our own edit. */
export function withEditedMessage(state: State, wire: WireMessage): State {
  const edited = readMessage(wire)
  return withLog(state, edited.channelId, (log) => withEdit(log, edited))
}

/** Messages were deleted, by event or by us. */
export function withoutMessage(state: State, channelId: string, ids: readonly string[]): State {
  return withLog(state, channelId, (log) => withoutMessages(log, ids))
}

/** A message came in, by event or as the answer to our own send; the second of the two changes nothing. */
export function withNewMessage(state: State, wire: WireMessage): State {
  const message = readMessage(wire)
  const isNews = isNewer(message.id, headOf(state, message.channelId))
  const told = { ...state, users: withUsers(state.users, usersOf(wire)) }
  // In a thread, say: those are not shown yet.
  if (!(message.channelId in state.channels)) return told
  const listed = withLog(told, message.channelId, (log) => withMessage(log, message))
  const calm = withoutTypist(listed, message.channelId, message.authorId)
  if (!isNews) return calm
  return withHead(isMention(state, message) ? withMention(calm, message.channelId) : calm, message)
}

/** The first page of a channel was asked for. */
export function withLoading(state: State, channelId: string): State {
  const log = state.logs[channelId]
  const next: MessageLog = log
    ? { ...log, status: log.status === 'failed' ? 'loading' : log.status }
    : loadingLog
  return { ...state, logs: { ...state.logs, [channelId]: next } }
}

/** The first page of a channel could not be read. */
export function withLoadFailure(state: State, channelId: string): State {
  return withLog(state, channelId, (log) => (log.status === 'loading' ? { ...log, status: 'failed' } : log))
}

/** A page of history that was asked for: the newest, or one before what is loaded. */
export interface HistoryPage {
  readonly channelId: string
  readonly kind: 'newest' | 'older'
  readonly messages: readonly WireMessage[]
  readonly reachedStart: boolean
}

export function withHistory(state: State, page: HistoryPage): State {
  const put = page.kind === 'newest' ? withNewestPage : withOlderPage
  const told = { ...state, users: withUsers(state.users, page.messages.flatMap(usersOf)) }
  return withLog(told, page.channelId, (log) => put(log, page.messages.map(readMessage), page.reachedStart))
}

/** Nothing that names us is unread in this channel. */
export function withoutMentions(state: State, channelId: string): State {
  return channelId in state.mentionCounts
    ? { ...state, mentionCounts: without(state.mentionCounts, [channelId]) }
    : state
}

export function withTyping(state: State, typing: EventData['TYPING_START']): State {
  if (typing.user_id === state.me) return state
  const until = typing.timestamp * 1000 + typingMs
  const here = { ...state.typing[typing.channel_id], [typing.user_id]: until }
  return { ...state, typing: { ...state.typing, [typing.channel_id]: here } }
}

function withoutTypist(state: State, channelId: string, accountId: string): State {
  const here = state.typing[channelId]
  if (!here || !(accountId in here)) return state
  return { ...state, typing: { ...state.typing, [channelId]: without(here, [accountId]) } }
}

function withLog(state: State, channelId: string, change: (log: MessageLog) => MessageLog): State {
  const log = state.logs[channelId]
  if (!log) return state
  const changed = change(log)
  return changed === log ? state : { ...state, logs: { ...state.logs, [channelId]: changed } }
}

function headOf(state: State, channelId: string): string | undefined {
  return state.guilds[state.channels[channelId]?.guildId ?? '']?.heads[channelId]
}

function withHead(state: State, message: Message): State {
  const guild = state.guilds[state.channels[message.channelId]?.guildId ?? '']
  if (!guild) return state
  const heads = { ...guild.heads, [message.channelId]: message.id }
  return { ...state, guilds: { ...state.guilds, [guild.id]: { ...guild, heads } } }
}

function withMention(state: State, channelId: string): State {
  const count = (state.mentionCounts[channelId] ?? 0) + 1
  return { ...state, mentionCounts: { ...state.mentionCounts, [channelId]: count } }
}

/** Whether a message names the account that acts here. */
export function isMention(state: State, message: Message): boolean {
  if (state.me === null || message.authorId === state.me) return false
  if (message.mentionsEveryone || message.mentions.includes(state.me)) return true
  const guildId = state.channels[message.channelId]?.guildId ?? ''
  const roleIds = state.members[guildId]?.[state.me]?.roleIds ?? []
  return message.mentionedRoles.some((id) => roleIds.includes(id))
}
