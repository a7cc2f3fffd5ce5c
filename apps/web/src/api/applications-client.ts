import {
  addSecret,
  allowInteraction,
  createApplication,
  decideDeviceRequest,
  deleteApplication,
  deleteConnection,
  deleteSecret,
  denyInteraction,
  editApplication,
  getAuthorization,
  getDeviceRequest,
  getInteraction,
  listApplications,
  listConnections,
  resetBotToken,
  suspendApplication,
} from '@alles/oauth/contract'
import { httpClient, type Transport } from '@alles/platform/contract'

const calls = {
  addSecret,
  allowInteraction,
  createApplication,
  decideDeviceRequest,
  deleteApplication,
  deleteConnection,
  deleteSecret,
  denyInteraction,
  editApplication,
  getAuthorization,
  getDeviceRequest,
  getInteraction,
  listApplications,
  listConnections,
  resetBotToken,
  suspendApplication,
}

/** The calls about applications, apart from the others: only the pages about them load them. */
export function createApplicationsApi(transport: Transport) {
  return httpClient(calls, transport)
}
export type ApplicationsApi = ReturnType<typeof createApplicationsApi>
