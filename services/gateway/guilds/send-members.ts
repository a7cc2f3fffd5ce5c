import type { GuildState, Member } from '@alles/chat/contract'
import type { Connection } from '../connections/connection.ts'
import { dispatchFrame } from '../frames/frame.ts'
import type { Gateway } from '../gateway.ts'
import { renderPresence } from '../presence/presence.ts'
import type { RequestMembers } from '../protocol/client-frame.ts'
import { intents } from '../protocol/intents.ts'
import type { Session } from '../sessions/session.ts'
import { renderMembers } from './guild-create.ts'

const chunkSize = 1000
const mostFound = 100

interface Asked {
  readonly session: Session
  readonly guild: GuildState
  readonly request: RequestMembers
}

/**
 * Request Guild Members: answers in chunks of a thousand, read one after the other; who joins
 * meanwhile is told of by itself. The whole list needs the intent GUILD_MEMBERS; without it, it is
 * empty. https://docs.discord.com/developers/events/gateway-events#request-guild-members
 */
export async function sendMembers(
  gateway: Gateway,
  connection: Connection,
  request: RequestMembers,
): Promise<void> {
  const { session } = connection
  if (!session?.guilds.has(request.guild_id)) return
  const send = async () => {
    const guild = await gateway.chat.guildState({ guildId: request.guild_id })
    if (guild && session.guilds.has(guild.id)) await answer(gateway, connection, { session, guild, request })
  }
  session.chunks = session.chunks.then(send, send)
  await session.chunks
}

async function answer(gateway: Gateway, connection: Connection, asked: Asked): Promise<void> {
  const { request, guild, session } = asked
  if (request.user_ids) return sendNamed(gateway, asked)
  if (request.query) return sendFound(gateway, asked)
  const all = session.wants(intents.GUILD_MEMBERS) ? guild.memberCount : 0
  const wanted = request.limit ? Math.min(all, request.limit) : all
  const count = Math.max(1, Math.ceil(wanted / chunkSize))
  let after = '0'
  for (let index = 0; index < count && connection.isOpen && !session.ended; index += 1) {
    const limit = Math.min(chunkSize, wanted - index * chunkSize)
    const part = limit > 0 ? await gateway.chat.guildMembersAfter({ guildId: guild.id, after, limit }) : []
    after = part.at(-1)?.accountId ?? after
    const members = await renderMembers(gateway.accounts.profiles, part)
    giveChunk(gateway, asked, { members, chunk_index: index, chunk_count: count })
    gateway.delivery.flush(session)
    await connection.room()
    await gateway.slots.breathe()
  }
}

async function sendNamed(gateway: Gateway, asked: Asked): Promise<void> {
  const ids = asked.request.user_ids ?? []
  const held = await gateway.chat.guildMembers({ guildId: asked.guild.id, accountIds: ids })
  const members = await renderMembers(gateway.accounts.profiles, held)
  const found = new Set(members.map((member) => member.user.id))
  giveChunk(gateway, asked, {
    members,
    chunk_index: 0,
    chunk_count: 1,
    not_found: ids.filter((id) => !found.has(id)),
  })
}

/** Members whose name, shown name or nickname begins with what was asked for. */
async function sendFound(gateway: Gateway, asked: Asked): Promise<void> {
  const { request, guild } = asked
  const limit = Math.min(request.limit || mostFound, mostFound)
  const found = await gateway.chat.guildMembersNamed({ guildId: guild.id, query: request.query ?? '', limit })
  const members = await renderMembers(gateway.accounts.profiles, found)
  giveChunk(gateway, asked, { members, chunk_index: 0, chunk_count: 1 })
}

interface Chunk {
  readonly members: readonly Member[]
  readonly chunk_index: number
  readonly chunk_count: number
  readonly not_found?: readonly string[]
}

function giveChunk(gateway: Gateway, { session, guild, request }: Asked, chunk: Chunk): void {
  const shows = request.presences === true && session.wants(intents.GUILD_PRESENCES)
  if (shows)
    gateway.guilds.find(guild.id)?.watchers.watch(
      session,
      chunk.members.map(({ user: { id } }) => id),
    )
  const d = {
    guild_id: guild.id,
    ...chunk,
    ...(shows && { presences: presencesOf(gateway, guild.id, chunk.members) }),
    ...(request.nonce && { nonce: request.nonce }),
  }
  if (!session.ended) gateway.delivery.give(session, dispatchFrame('GUILD_MEMBERS_CHUNK', JSON.stringify(d)))
}

/** Of those who are there. */
function presencesOf(gateway: Gateway, guildId: string, members: readonly Member[]): object[] {
  const board = gateway.presences.find(guildId)
  return members.flatMap(({ user: { id } }) => {
    const shown = board?.of(id)
    return shown && shown.status !== 'offline' ? [renderPresence(guildId, id, shown)] : []
  })
}
