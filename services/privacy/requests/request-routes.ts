import { refuse } from '@alles/platform/contract'
import type { Exchange, Routes } from '@alles/platform/http'
import * as contract from '../contract/index.ts'
import { exportAccount } from '../export/export-account.ts'
import type { Privacy } from '../privacy.ts'
import { createRequest } from './create-request.ts'
import { findRequest, listRequestRows, type Requester, type RequestRow } from './request-store.ts'
import { withdrawRequest } from './withdraw-request.ts'

/** The edge: contracts to verbs. */
export function answerRequests(routes: Routes, privacy: Privacy): void {
  routes.answer(contract.createRequest, async (input, exchange) => ({
    request: shown(await createRequest(privacy, requester(exchange), input)),
  }))
  routes.answer(contract.listRequests, async (_, exchange) => ({
    requests: (await listRequestRows(privacy.database, requester(exchange))).map(shown),
  }))
  routes.answer(contract.withdrawRequest, async ({ id }, exchange) => ({
    request: shown(await withdrawRequest(privacy, requester(exchange), id)),
  }))
  routes.answerFile(contract.downloadExport, async ({ id }, exchange) => {
    const request = await findRequest(privacy.database, id, requester(exchange))
    if (!request) refuse(contract.refusals.unknown_request)
    if (request.kind !== 'access' || request.state !== 'ready') refuse(contract.refusals.request_not_ready)
    const accountId = request.account_id ?? exchange.actor.accountId
    return {
      fileName: `alles-export-${new Date(privacy.clock.now()).toISOString().slice(0, 10)}.zip`,
      mediaType: 'application/zip',
      stream: await exportAccount(privacy, accountId, request.scope),
    }
  })
}

function requester({ actor, session }: Exchange): Requester {
  return { accountId: actor.accountId, personId: session.personId }
}

function shown(row: RequestRow): contract.PrivacyRequest {
  return {
    id: row.id,
    kind: row.kind,
    mode: row.mode,
    scope: row.scope,
    state: row.state,
    received_at: row.received_at.toISOString(),
    starts_at: row.starts_at.toISOString(),
    due_at: row.due_at.toISOString(),
  }
}
