import * as accountsContract from '@alles/accounts/contract'
import * as chatContract from '@alles/chat/contract'
import * as keysContract from '@alles/keys/contract'
import { createSealer } from '@alles/platform/catalogue'
import { defineService, type Calls, type Parts } from '@alles/platform/service'
import { answerApplications } from './applications/application-routes.ts'
import { clearAway, clearAwayApplication } from './applications/delete-application.ts'
import { authenticateBot } from './bots/authenticate-bot.ts'
import { createBotCache } from './bots/bot-cache.ts'
import { answerBots } from './bots/bot-routes.ts'
import { forgetBots } from './bots/forget-bots.ts'
import { listBots } from './bots/list-bots.ts'
import { catalogue } from './catalogue.ts'
import * as contract from './contract/index.ts'
import type { Schema } from './database/types.ts'
import { listen } from './listeners.ts'
import type { OAuth } from './oauth.ts'

export const oauth = defineService<Schema, unknown>({
  name: 'oauth',
  catalogue,
  migrations: new URL('./database/migrations/', import.meta.url),
  contract,
  async start(parts) {
    const wired = wire(parts)
    provideCalls(parts.calls, wired)
    answerApplications(parts.routes, wired)
    answerBots(parts.routes, wired)
    parts.jobs.run(clearAway, (given) => clearAwayApplication(wired, given))
    const unsubscribe = listen(wired, parts.log)
    return async () => unsubscribe()
  },
})

function wire(parts: Parts<Schema>): OAuth {
  const { database, calls, bus, jobs, ids, clock } = parts
  const keys = calls.of(keysContract)
  return {
    database,
    sealer: createSealer(keys),
    keys,
    accounts: calls.of(accountsContract),
    chat: calls.of(chatContract),
    bus,
    jobs,
    ids,
    clock,
    bots: createBotCache(clock),
  }
}

function provideCalls(calls: Calls, wired: OAuth): void {
  calls.provide(contract.authenticateBot, ({ token }) => authenticateBot(wired, token))
  calls.provide(contract.botsOf, ({ accountId }) => listBots(wired, accountId))
  calls.provide(contract.forget, ({ accountId }) => forgetBots(wired, accountId))
}
