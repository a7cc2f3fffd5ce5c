import type { Routes } from '@alles/platform/http'
import { getGateway, getGatewayBot } from './contract/index.ts'

/** One process takes any number of sessions: nobody needs shards, and beginning is not rationed. */
const startLimit = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 16 }

export function answerRoutes(routes: Routes, url: string): void {
  routes.answer(getGateway, () => ({ url }))
  routes.answer(getGatewayBot, () => ({ url, shards: 1, session_start_limit: startLimit }))
}
