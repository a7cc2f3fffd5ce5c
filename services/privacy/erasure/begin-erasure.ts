import { randomBelow } from '@alles/platform/ids'
import type { Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import type { Privacy } from '../privacy.ts'
import { findOpenErasure, updateSpread, type RequestRow } from '../requests/request-store.ts'
import { eraseOne, eraseRest } from '../tasks.ts'
import { runErasure } from './run-erasure.ts'
import { spread, windowMs } from './spread-policy.ts'

/**
 * The grace of an erasure is over. One account goes at once, and everything where there was no grace; the accounts of a
 * whole person go one by one, so that nobody learns from the times which they were.
 */
export async function beginErasure(privacy: Privacy, requestId: string): Promise<void> {
  const request = await findOpenErasure(privacy.database, requestId)
  // What was planned goes at its time.
  if (!request || request.spread_until !== null) return
  if (!(await planErasure(privacy, request))) await runErasure(privacy, requestId)
}

/** Gives every account that is left a moment of its own. False where all go at once. */
export async function planErasure(privacy: Privacy, request: RequestRow): Promise<boolean> {
  const { person_id: personId, scope } = request
  // Begun without a plan: by the operator, or where the plan has only just been made.
  if (scope !== 'person' || personId === null) return false
  if (request.state === 'running' && request.spread_until === null) return false
  const now = privacy.clock.now()
  const ms = windowMs({ graceDays: privacy.graceDays, from: now, dueAt: request.due_at.getTime() })
  const accountIds = await privacy.accounts.accountsOf({ personId })
  if (ms === 0 || accountIds.length < 2) return false
  const planned = spread(accountIds, { from: now, ms }, randomBelow)
  await privacy.database.transaction(async (tx) => {
    await updateSpread(tx, request.id, new Date(Math.max(...planned.map(({ at }) => at))))
    for (const [index, { accountId, at }] of planned.entries())
      await (index === 0
        ? queueRest(privacy, tx, { requestId: request.id, due: at })
        : queueOne(privacy, tx, { requestId: request.id, accountId, due: at }))
  })
  return true
}

function queueOne(
  { jobs }: Privacy,
  tx: Transaction<Schema>,
  payload: { requestId: string; accountId: string; due: number },
): Promise<void> {
  const key = `erase:${payload.requestId}:${payload.accountId}`
  return jobs.add(tx, eraseOne, payload, { at: payload.due, key })
}

function queueRest(
  { jobs }: Privacy,
  tx: Transaction<Schema>,
  payload: { requestId: string; due: number },
): Promise<void> {
  return jobs.add(tx, eraseRest, payload, { at: payload.due, key: `erase:${payload.requestId}:rest` })
}
