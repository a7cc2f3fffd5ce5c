import { edgeRefusals, refuse } from '@alles/platform/contract'
import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { banAccount } from './ban-account.ts'
import { getBan, listBans } from './list-bans.ts'
import { unbanAccount } from './unban-account.ts'

const longestReason = 512
const daySeconds = 86_400

export function banRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.banAccount, async (input, exchange) => {
    await banAccount(chat, exchange.actor, {
      guildId: input.guildId,
      accountId: input.userId,
      reason: reasonIn(exchange.header('x-audit-log-reason')),
      deleteMessageSeconds: input.delete_message_seconds ?? (input.delete_message_days ?? 0) * daySeconds,
    })
  })
  routes.answer(contract.unbanAccount, ({ guildId, userId }, { actor }) =>
    unbanAccount(chat, actor, { guildId, accountId: userId }),
  )
  routes.answer(contract.getBan, ({ guildId, userId }, { actor }) =>
    getBan(chat, actor, { guildId, accountId: userId }),
  )
  routes.answer(contract.listBans, (input, { actor }) => listBans(chat, actor, input))
}

function reasonIn(header: string | undefined): string | null {
  const reason = decoded(header ?? '').trim()
  if (reason.length > longestReason)
    refuse(edgeRefusals.invalid_input, {
      faults: [{ path: ['reason'], sentence: `has at most ${longestReason} characters` }],
    })
  return reason === '' ? null : reason
}

/** What is not percent-encoded stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
