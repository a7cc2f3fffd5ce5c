import type { Routes } from '@alles/platform/http'
import { suspendApplication } from '../applications/suspend-application.ts'
import * as contract from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { addSecret } from './add-secret.ts'
import { deleteSecret } from './delete-secret.ts'

export function answerSecrets(routes: Routes, oauth: OAuth): void {
  routes.answer(contract.addSecret, async ({ id }, exchange) => {
    const { shown, secret } = await addSecret(oauth, exchange.actor.accountId, id)
    return { secret: shown, client_secret: secret.reveal() }
  })
  routes.answer(contract.deleteSecret, ({ id, secretId }, exchange) =>
    deleteSecret(oauth, { owner: exchange.actor.accountId, id }, secretId),
  )
  routes.answer(contract.suspendApplication, ({ id, suspended }) => suspendApplication(oauth, id, suspended))
}
