import type { Routes } from '@alles/platform/http'
import * as contract from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { openApplications } from './application-fields.ts'
import { listApplicationRows } from './application-store.ts'
import { createApplication } from './create-application.ts'
import { deleteApplication } from './delete-application.ts'
import { editApplication } from './edit-application.ts'

export function answerApplications(routes: Routes, oauth: OAuth): void {
  routes.answer(contract.createApplication, async (input, exchange) => {
    const { application, secret } = await createApplication(oauth, exchange.actor.accountId, {
      fields: {
        ...input,
        description: input.description ?? '',
        post_logout_redirect_uris: input.post_logout_redirect_uris ?? [],
        backchannel_logout_uri: input.backchannel_logout_uri ?? null,
      },
      clientType: input.client_type,
    })
    return { application, client_secret: secret?.reveal() ?? null }
  })
  routes.answer(contract.listApplications, async (_, exchange) => {
    const rows = await listApplicationRows(oauth.database, exchange.actor.accountId)
    return { applications: await openApplications(oauth, rows) }
  })
  routes.answer(contract.editApplication, async ({ id, ...change }, exchange) => ({
    application: await editApplication(oauth, { owner: exchange.actor.accountId, id }, change),
  }))
  routes.answer(contract.deleteApplication, ({ id }, exchange) =>
    deleteApplication(oauth, exchange.actor.accountId, id),
  )
}
