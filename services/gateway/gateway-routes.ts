import type { Routes } from '@alles/platform/http'
import { getGateway, getGatewayBot } from './contract/index.ts'
import type { Gateway } from './gateway.ts'

/** One process takes any number of sessions: nobody needs shards. */
export function answerRoutes(routes: Routes, { url, counts }: Pick<Gateway, 'url' | 'counts'>): void {
  routes.answer(getGateway, () => ({ url }))
  routes.answer(getGatewayBot, (_, { actor }) => ({
    url,
    shards: 1,
    session_start_limit: counts.startLimit(actor.accountId),
  }))
}
