import type { Chat } from '../chat.ts'
import type { Inside } from './guild-access.ts'

export interface GuildPage {
  readonly before?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** The guilds an account is in, by id; with `before`, the last ones before it. At most a hundred exist. */
export async function listMyGuilds(chat: Chat, accountId: string, page: GuildPage): Promise<Inside[]> {
  const members = await chat.members.ofAccount(accountId)
  const ids = [...members.keys()]
  const { before, after } = page
  const within = ids.filter(
    (id) => (!after || BigInt(id) > BigInt(after)) && (!before || BigInt(id) < BigInt(before)),
  )
  const wanted = before && !after ? within.slice(-page.limit) : within.slice(0, page.limit)
  const inside = await Promise.all(
    wanted.map(async (id) => {
      const guild = await chat.guilds.get(id)
      const member = members.get(id)
      return guild && member ? [{ guild, member }] : []
    }),
  )
  return inside.flat()
}
