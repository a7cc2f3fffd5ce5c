import { edgeRefusals, refuse, type Input } from '@alles/platform/contract'
import { refusals, type createRequest as call } from '../contract/index.ts'
import type { Privacy } from '../privacy.ts'
import { erase, release, tell } from '../tasks.ts'
import { dueAt, startsAt } from './request-policy.ts'
import { insertRequest, type Requester, type RequestRow } from './request-store.ts'

/** Takes a request down, with the job that will carry it out and the one that tells the person. */
export async function createRequest(
  privacy: Privacy,
  by: Requester,
  { kind, mode, scope }: Input<typeof call>,
): Promise<RequestRow> {
  if (kind !== 'access' && kind !== 'erasure') refuse(refusals.request_kind_not_available)
  if ((kind === 'erasure') !== (mode !== undefined)) refuseMode(kind)
  if (kind === 'erasure' && scope === 'account') await requireSuccessor(privacy, by.accountId)
  const now = privacy.clock.now()
  const starts = startsAt(kind, now, privacy)
  const row: RequestRow = {
    id: privacy.ids.next(),
    account_id: by.accountId,
    // Of one account, nothing needs to say whose it is.
    person_id: scope === 'person' ? by.personId : null,
    kind,
    mode: mode ?? null,
    scope,
    state: kind === 'access' && starts.getTime() <= now ? 'ready' : 'waiting',
    received_at: new Date(now),
    starts_at: starts,
    due_at: dueAt(now),
    spread_until: null,
  }
  await privacy.database.transaction(async (tx) => {
    if (!(await insertRequest(tx, row))) refuse(refusals.erasure_already_requested)
    await privacy.jobs.add(tx, tell, { requestId: row.id })
    if (row.state === 'ready') return
    const task = kind === 'erasure' ? erase : release
    await privacy.jobs.add(tx, task, { requestId: row.id }, { at: starts.getTime(), key: jobKey(row.id) })
  })
  return row
}

/** A job for a request replaces the one there was. */
export function jobKey(requestId: string): string {
  return `request:${requestId}`
}

/** A person who stays has a primary account, of their own choice. */
async function requireSuccessor({ accounts }: Privacy, accountId: string): Promise<void> {
  if (await accounts.hasSuccessorToName({ accountId })) refuse(refusals.name_successor_first)
}

function refuseMode(kind: string): never {
  const sentence =
    kind === 'erasure' ? 'must be pseudonymise or everything' : 'has a meaning for erasures alone'
  refuse(edgeRefusals.invalid_input, { faults: [{ path: ['mode'], sentence }] })
}
