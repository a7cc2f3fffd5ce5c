import type { Routes } from '@alles/platform/http'
import { acting } from '../audit-log/acting.ts'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { banAccount } from './ban-account.ts'
import { bulkBan } from './bulk-ban.ts'
import { getBan, listBans, searchBans } from './list-bans.ts'
import { unbanAccount } from './unban-account.ts'

const daySeconds = 86_400

export function banRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.banAccount, async (input, exchange) => {
    await banAccount(chat, acting(exchange), {
      guildId: input.guildId,
      accountId: input.userId,
      deleteMessageSeconds: input.delete_message_seconds ?? (input.delete_message_days ?? 0) * daySeconds,
    })
  })
  routes.answer(contract.unbanAccount, ({ guildId, userId }, exchange) =>
    unbanAccount(chat, acting(exchange), { guildId, accountId: userId }),
  )
  routes.answer(contract.bulkBan, async (input, exchange) => {
    const { banned, failed } = await bulkBan(chat, acting(exchange), {
      guildId: input.guildId,
      accountIds: input.user_ids,
      deleteMessageSeconds: input.delete_message_seconds ?? 0,
    })
    return { banned_users: [...banned], failed_users: [...failed] }
  })
  routes.answer(contract.searchBans, (input, { actor }) => searchBans(chat, actor, input))
  routes.answer(contract.getBan, ({ guildId, userId }, { actor }) =>
    getBan(chat, actor, { guildId, accountId: userId }),
  )
  routes.answer(contract.listBans, (input, { actor }) => listBans(chat, actor, input))
}
