import * as accountsContract from '@alles/accounts/contract'
import * as chatContract from '@alles/chat/contract'
import * as keysContract from '@alles/keys/contract'
import * as mediaContract from '@alles/media/contract'
import { createSealer } from '@alles/platform/catalogue'
import { defineService, type Calls, type Parts } from '@alles/platform/service'
import { answerApplications } from './applications/application-routes.ts'
import { clearAway, clearAwayApplication } from './applications/delete-application.ts'
import { forgetUnused } from './registration/forget-unused.ts'
import { authenticateBot } from './bots/authenticate-bot.ts'
import { createBotCache } from './bots/bot-cache.ts'
import { answerBots } from './bots/bot-routes.ts'
import { listBots } from './bots/list-bots.ts'
import { catalogue } from './catalogue.ts'
import { answerConnections } from './connections/connection-routes.ts'
import { forgetAccount } from './connections/forget-account.ts'
import * as contract from './contract/index.ts'
import type { Schema } from './database/types.ts'
import { answerInteractions } from './interactions/interaction-routes.ts'
import { listen } from './listeners.ts'
import type { OAuth } from './oauth.ts'
import { mountProvider } from './provider/mount-provider.ts'
import { fetchThrough } from './provider/fetch-through.ts'
import { createProviders } from './provider/providers.ts'
import { answerSecrets } from './secrets/secret-routes.ts'
import type { OAuthOptions } from './service-options.ts'
import { tellSignedOut } from './sign-ins/end-some.ts'
import { tellOfSignOut } from './sign-ins/tell-signed-out.ts'
import { makeSigningKeys } from './signing-keys/make-signing-keys.ts'

export const oauth = defineService<Schema, OAuthOptions>({
  name: 'oauth',
  catalogue,
  migrations: new URL('./database/migrations/', import.meta.url),
  contract,
  async start(parts, options) {
    const wired = wire(parts, options)
    const providers = createProviders(wired, parts.log, fetchThrough(options.egress))
    provideCalls(parts.calls, wired)
    answerApplications(parts.routes, wired)
    answerBots(parts.routes, wired)
    answerSecrets(parts.routes, wired)
    answerConnections(parts.routes, wired)
    answerInteractions(parts.routes, wired, providers)
    mountProvider(options.mount, wired, providers)
    parts.jobs.run(clearAway, (given) => clearAwayApplication(wired, given))
    parts.jobs.run(tellSignedOut, (given) => tellOfSignOut(wired, providers, given))
    parts.jobs.every('forget_unused_applications', 86_400, () => forgetUnused(wired))
    const unsubscribes = [
      listen(wired, parts.log),
      parts.bus.subscribe(contract.signingKeysTopic, contract.signingKeysMade, () => providers.forget()),
    ]
    return async () => {
      for (const unsubscribe of unsubscribes) unsubscribe()
    }
  },
})

function wire(parts: Parts<Schema>, options: OAuthOptions): OAuth {
  const { database, calls, bus, jobs, ids, clock } = parts
  const keys = calls.of(keysContract)
  return {
    database,
    sealer: createSealer(keys),
    keys,
    accounts: calls.of(accountsContract),
    chat: calls.of(chatContract),
    media: calls.of(mediaContract),
    bus,
    jobs,
    ids,
    clock,
    bots: createBotCache(clock),
    issuer: new URL(options.publicUrl).origin,
    openRegistration: options.openRegistration,
  }
}

function provideCalls(calls: Calls, wired: OAuth): void {
  calls.provide(contract.authenticateBot, ({ token }) => authenticateBot(wired, token))
  calls.provide(contract.botsOf, ({ accountId }) => listBots(wired, accountId))
  calls.provide(contract.forget, ({ accountId }) => forgetAccount(wired, accountId))
  calls.provide(contract.rotateSigningKeys, async () => {
    const made = await makeSigningKeys(wired, true)
    wired.bus.publish(contract.signingKeysTopic, contract.signingKeysMade, {})
    return { made }
  })
}
