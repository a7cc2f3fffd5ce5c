import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { searchRefusals, type GuildState, type MemberState, type SearchResult } from '../contract/index.ts'
import { getGuildOf } from '../guilds/guild-access.ts'
import { candidatesOf } from './candidates.ts'
import { readableBy, type Readable } from './readable.ts'
import { scan } from './scan.ts'
import { nothingFound, searchAnswer } from './search-answer.ts'
import { countIndexed, type Indexed } from './search-store.ts'
import { want, type Asked } from './want.ts'
import { lookupOf } from './wanted.ts'

export interface AskedInGuild extends Asked {
  readonly channel_id?: readonly string[] | undefined
  readonly include_nsfw: boolean
}

const retryAfter = 2

/** Messages of a guild that a member may read and that are what it searches for. */
export async function searchGuild(
  chat: Chat,
  by: Actor,
  { guildId, ...asked }: AskedInGuild & { readonly guildId: string },
): Promise<SearchResult> {
  return searchIn(chat, await getGuildOf(chat, by, guildId), asked)
}

/** For who is known to be in the guild. */
export async function searchIn(
  chat: Chat,
  { guild, member }: { readonly guild: GuildState; readonly member: MemberState },
  asked: AskedInGuild,
): Promise<SearchResult> {
  const readable = await readableBy(chat, { guild, member }, asked.include_nsfw)
  const indexed = await getIndexed(chat, readable, asked.channel_id)
  const wanted = await want(chat, guild.id, asked)
  if (!wanted) return nothingFound
  const within = asked.channel_id ?? null
  const bounds = { ...wanted, within, without: within === null ? readable.hidden : [] }
  const candidates = candidatesOf(chat, {
    guildId: guild.id,
    guildKey: guild.keyId,
    lookup: lookupOf(wanted),
    bounds,
  })
  const { rows, total, ended } = await scan(chat, candidates, { ...asked, wanted, mayRead: readable.mayRead })
  const unfinished = (!ended && rows.length < asked.limit) || !indexed.isWhole
  return searchAnswer(chat, {
    guild,
    reader: member.membershipRef,
    rows,
    total,
    unfinished,
    documents: indexed.messages,
  })
}

/** Refuses, for now, where messages were written and nothing of it is indexed yet, as far as the member may know. */
async function getIndexed(
  chat: Chat,
  { open }: Readable,
  within: readonly string[] | undefined,
): Promise<Indexed & { readonly isWhole: boolean }> {
  const written = open.filter(
    ({ id, type, lastMessageId }) =>
      type !== 15 && lastMessageId !== null && (within === undefined || within.includes(id)),
  )
  const indexed = await countIndexed(
    chat.database,
    written.map(({ id }) => id),
  )
  if (written.length > 0 && indexed.channels === 0)
    refuse(searchRefusals.index_not_ready, { retryAfter, counts: { documents_indexed: 0 } })
  return { ...indexed, isWhole: indexed.whole === written.length }
}
