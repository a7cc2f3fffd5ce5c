import { refuse } from '@alles/platform/contract'
import { refusals } from '../contract/index.ts'
import type { Privacy } from '../privacy.ts'
import { mayWithdraw } from './request-policy.ts'
import { findRequest, updateState, type Requester, type RequestRow } from './request-store.ts'

/** Takes a request back. Refused once it is being carried out. */
export async function withdrawRequest(privacy: Privacy, by: Requester, id: string): Promise<RequestRow> {
  const request = await findRequest(privacy.database, id, by)
  if (!request) refuse(refusals.unknown_request)
  const withdrawn = mayWithdraw(request.state)
    ? await updateState(privacy.database, id, {
        from: [request.state],
        to: 'withdrawn',
        finishedAt: new Date(privacy.clock.now()),
      })
    : null
  return withdrawn ?? refuse(refusals.request_closed)
}
