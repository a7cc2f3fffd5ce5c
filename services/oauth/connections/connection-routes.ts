import type { Routes } from '@alles/platform/http'
import * as contract from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { disconnect } from './disconnect.ts'
import { listConnections } from './list-connections.ts'

export function answerConnections(routes: Routes, oauth: OAuth): void {
  routes.answer(contract.listConnections, async (_, exchange) => ({
    connections: await listConnections(oauth, exchange.actor.accountId),
  }))
  routes.answer(contract.deleteConnection, ({ applicationId }, exchange) =>
    disconnect(oauth, exchange.actor.accountId, applicationId),
  )
}
