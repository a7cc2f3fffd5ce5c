import { withMemberPage } from '../state/apply-guild-event.ts'
import { change, type Client } from './client.ts'
import { once } from './once.ts'

const pageSize = 100
const mostNamed = 100
const mostFound = 10

/** Reads the next page of a server's members. False where it could not be read. */
export async function readMoreMembers(client: Client, guildId: string): Promise<boolean> {
  const pages = client.store.getState().entities.guilds[guildId]?.memberPages
  if (!pages || pages.whole) return true
  return once(client, `members:${guildId}`, async () => {
    try {
      const page = { guildId, after: pages.after, limit: pageSize }
      const members = await client.api.chat.listMembers(page)
      const isLast = members.length < pageSize
      change(client, (state) => withMemberPage(state, guildId, { members, isLast }))
      return true
    } catch {
      return false
    }
  })
}

/** Asks who somebody is in a server of which not all members are known; with all others asked for in this moment. */
export function askForMember(client: Client, guildId: string, accountId: string): void {
  if (knowsAll(client, guildId) || !isFirst(client, `${guildId}:${accountId}`)) return
  const waiting = client.membersWanted.get(guildId)
  if (waiting) waiting.push(accountId)
  else {
    client.membersWanted.set(guildId, [accountId])
    queueMicrotask(() => sendWanted(client, guildId))
  }
}

/** Asks for members of such a server by how their names begin. */
export function askForNames(client: Client, guildId: string, beginning: string): void {
  if (beginning === '' || knowsAll(client, guildId) || !isFirst(client, `${guildId}@${beginning}`)) return
  const wanted = { guild_id: guildId, query: beginning, limit: mostFound }
  if (!client.connection?.requestMembers(wanted)) client.membersAsked.delete(`${guildId}@${beginning}`)
}

/** A new session begins: what was asked for before may have changed since. */
export function forgetAsked(client: Client): void {
  client.membersAsked.clear()
}

function sendWanted(client: Client, guildId: string): void {
  const ids = client.membersWanted.get(guildId) ?? []
  client.membersWanted.delete(guildId)
  for (let from = 0; from < ids.length; from += mostNamed) {
    const some = ids.slice(from, from + mostNamed)
    if (client.connection?.requestMembers({ guild_id: guildId, user_ids: some })) continue
    for (const id of some) client.membersAsked.delete(`${guildId}:${id}`)
  }
}

function knowsAll(client: Client, guildId: string): boolean {
  return client.store.getState().entities.guilds[guildId]?.memberPages.whole !== false
}

function isFirst(client: Client, what: string): boolean {
  if (client.membersAsked.has(what)) return false
  client.membersAsked.add(what)
  return true
}
