import type { Chat } from '../chat.ts'
import type { SearchHas } from '../contract/index.ts'
import { parseContent, type Sought } from './content.ts'
import { withoutReferences } from './message-text.ts'
import { listRefsOf } from './search-store.ts'
import type { Wanted } from './wanted.ts'

/** A search as it is asked for. */
export interface Asked {
  readonly content?: string | undefined
  readonly author_id?: readonly string[] | undefined
  readonly mentions?: readonly string[] | undefined
  readonly mention_everyone?: boolean | undefined
  readonly has?: readonly (SearchHas | `-${SearchHas}`)[] | undefined
  readonly pinned?: boolean | undefined
  readonly min_id?: string | undefined
  readonly max_id?: string | undefined
  readonly sort_order: 'asc' | 'desc'
  readonly offset: number
  readonly limit: number
}

const mostId = '9223372036854775807'

/** What is searched for in a guild or conversation; null where nothing can be it, as of accounts that never were here. */
export async function want(chat: Chat, guildId: string, asked: Asked): Promise<Wanted | null> {
  const refsOf = async (accountIds: readonly string[] | undefined) =>
    accountIds && listRefsOf(chat.database, guildId, accountIds)
  const [authors, mentioned] = await Promise.all([refsOf(asked.author_id), refsOf(asked.mentions)])
  const said = soughtIn(asked.content)
  if (said === null || authors?.length === 0 || mentioned?.length === 0) return null
  const { mention_everyone: everyone, pinned, has = [] } = asked
  return {
    said,
    authors,
    mentioned,
    everyone,
    pinned,
    has: has.filter((kind): kind is SearchHas => !kind.startsWith('-')),
    hasNot: has.filter((kind) => kind.startsWith('-')).map((kind) => kind.slice(1) as SearchHas),
    above: BigInt(asked.min_id ?? '-1'),
    below: BigInt(asked.max_id ?? mostId),
    oldestFirst: asked.sort_order === 'asc',
  }
}

/** Null where words are asked for and none is given, as by marks alone. */
function soughtIn(content = ''): Sought | null {
  const said = parseContent(withoutReferences(content))
  const saysNothing = said.words.length + said.phrases.length === 0
  return saysNothing && content.trim() !== '' ? null : said
}
