import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import { deletedUser, refusals, type Ban } from '../contract/index.ts'
import { getGuildOf, requirePermission } from '../guilds/guild-access.ts'
import { findBan, listBanRows, type BanPage, type BanRow } from './ban-store.ts'

/** A page of bans, for who may ban. */
export async function listBans(chat: Chat, by: Actor, page: BanPage): Promise<Ban[]> {
  await requireMayRead(chat, by, page.guildId)
  return showBans(chat, await listBanRows(chat.database, page))
}

const atOnce = 1000
const mostLookedAt = 10_000

/** Bans of accounts that go by a name that begins with `query`, whatever the case. */
export async function searchBans(
  chat: Chat,
  by: Actor,
  asked: { readonly guildId: string; readonly query: string; readonly limit: number },
): Promise<Ban[]> {
  await requireMayRead(chat, by, asked.guildId)
  const wanted = asked.query.toLowerCase()
  const found: BanRow[] = []
  let after: string | undefined
  for (let lookedAt = 0; lookedAt < mostLookedAt && found.length < asked.limit; lookedAt += atOnce) {
    const rows = await listBanRows(chat.database, { guildId: asked.guildId, limit: atOnce, after })
    const users = await chat.authors.usersOfAccounts(rows.map((row) => row.accountId))
    for (const row of rows) {
      const user = users.get(row.accountId)
      const names = [user?.username, user?.global_name]
      if (names.some((name) => name?.toLowerCase().startsWith(wanted) === true)) found.push(row)
    }
    after = rows.at(-1)?.accountId
    if (rows.length < atOnce) break
  }
  return showBans(chat, found.slice(0, asked.limit))
}

export async function getBan(
  chat: Chat,
  by: Actor,
  { guildId, accountId }: { readonly guildId: string; readonly accountId: string },
): Promise<Ban> {
  await requireMayRead(chat, by, guildId)
  const row = (await findBan(chat.database, guildId, accountId)) ?? refuse(refusals.unknown_ban)
  const [ban] = await showBans(chat, [row])
  return ban ?? refuse(refusals.unknown_ban)
}

async function requireMayRead(chat: Chat, by: Actor, guildId: string): Promise<void> {
  requirePermission(await getGuildOf(chat, by, guildId), 'BAN_MEMBERS')
}

async function showBans(chat: Chat, rows: readonly BanRow[]): Promise<Ban[]> {
  const users = await chat.authors.usersOfAccounts(rows.map((row) => row.accountId))
  const sealed = rows.flatMap(({ guildId, membershipRef, reason }) =>
    reason ? [{ row: `${guildId}:${membershipRef}`, sealed: reason }] : [],
  )
  const opened = await chat.sealer.open(catalogue.tables.bans, 'reason', sealed)
  const reasons = new Map(sealed.map(({ row }, at) => [row, opened[at]]))
  return rows.map(({ guildId, membershipRef, accountId }) => ({
    reason: reasons.get(`${guildId}:${membershipRef}`) ?? null,
    user: users.get(accountId) ?? deletedUser(accountId),
  }))
}
