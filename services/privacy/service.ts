import * as accountsContract from '@alles/accounts/contract'
import * as chatContract from '@alles/chat/contract'
import * as keysContract from '@alles/keys/contract'
import * as mailContract from '@alles/mail/contract'
import * as mediaContract from '@alles/media/contract'
import * as oauthContract from '@alles/oauth/contract'
import { defineService, type Parts } from '@alles/platform/service'
import { catalogue } from './catalogue.ts'
import * as contract from './contract/index.ts'
import type { Schema } from './database/types.ts'
import { beginErasure } from './erasure/begin-erasure.ts'
import { eraseInTurn, eraseTheRest } from './erasure/erase-in-turn.ts'
import { eraseNow } from './erasure/run-erasure.ts'
import { exportAccount } from './export/export-account.ts'
import type { Privacy, PrivacyOptions } from './privacy.ts'
import { answerRequests } from './requests/request-routes.ts'
import { updateState } from './requests/request-store.ts'
import { tellRequest } from './requests/tell-request.ts'
import { purge } from './retention/purge.ts'
import { erase, eraseOne, eraseRest, release, tell } from './tasks.ts'

export type { DataHolder, PrivacyOptions } from './privacy.ts'

const purgeSeconds = 3_600

export const privacy = defineService<Schema, PrivacyOptions>({
  name: 'privacy',
  catalogue,
  migrations: new URL('./database/migrations/', import.meta.url),
  contract,
  async start(parts, options) {
    const own = assemble(parts, options)
    answerRequests(parts.routes, own)
    parts.calls.provide(contract.exportNow, async ({ accountId, scope }) => ({
      stream: await exportAccount(own, accountId, scope),
    }))
    parts.calls.provide(contract.eraseNow, (wish) => eraseNow(own, wish))
    parts.jobs.run(erase, async ({ requestId }) => {
      await beginErasure(own, requestId)
    })
    parts.jobs.run(eraseOne, (turn) => eraseInTurn(own, turn))
    parts.jobs.run(eraseRest, (turn) => eraseTheRest(own, turn))
    parts.jobs.run(tell, ({ requestId }) => tellRequest(own, requestId))
    parts.jobs.run(release, async ({ requestId }) => {
      await updateState(own.database, requestId, { from: ['waiting'], to: 'ready' })
    })
    parts.jobs.every('privacy.purge', purgeSeconds, () => purge(own))
    return async () => {}
  },
})

function assemble(parts: Parts<Schema>, options: PrivacyOptions): Privacy {
  const { calls, database, jobs, ids, clock, log } = parts
  return {
    ...options,
    database,
    jobs,
    ids,
    clock,
    log,
    accounts: calls.of(accountsContract),
    chat: calls.of(chatContract),
    oauth: calls.of(oauthContract),
    keys: calls.of(keysContract),
    mail: calls.of(mailContract),
    media: calls.of(mediaContract),
  }
}
