import type { Chat } from '../chat.ts'
import type { GuildState } from '../contract/index.ts'
import { listGuildsOf } from './guild-store.ts'

export interface GuildPage {
  readonly before?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** The guilds an account is in, by id; with `before`, the last ones before it. At most a hundred exist. */
export async function listMyGuilds(chat: Chat, accountId: string, page: GuildPage): Promise<GuildState[]> {
  const ids = await listGuildsOf(chat.database, accountId)
  const { before, after } = page
  const within = ids.filter(
    (id) => (!after || BigInt(id) > BigInt(after)) && (!before || BigInt(id) < BigInt(before)),
  )
  const wanted = before && !after ? within.slice(-page.limit) : within.slice(0, page.limit)
  const guilds = await Promise.all(wanted.map((id) => chat.guilds.get(id)))
  return guilds.filter((guild) => guild !== null).filter((guild) => guild.members.has(accountId))
}
