import type { Privacy } from '../privacy.ts'
import { findOpenErasure, forgetRequestsOf, updateState, type RequestRow } from '../requests/request-store.ts'
import { planErasure } from './begin-erasure.ts'
import { eraseAccount } from './erase-account.ts'
import { runErasure } from './run-erasure.ts'
import { isTooLate } from './spread-policy.ts'

/**
 * The moment of one account of a person who is erased. With the first one, taking it back ends, and so does signing in.
 * Does nothing twice, and nothing where the request was withdrawn.
 */
export async function eraseInTurn(
  privacy: Privacy,
  turn: { requestId: string; accountId: string; due: number },
): Promise<void> {
  const request = await findOpenErasure(privacy.database, turn.requestId)
  if (!request) return
  if (isTooLate(turn.due, privacy.clock.now()) && (await maySpreadAgain(privacy, request))) return
  const begun = await begin(privacy, request.id)
  if (!begun?.mode || begun.person_id === null) return
  const { accountId } = turn
  await eraseAccount(privacy, { accountId, personId: begun.person_id, scope: 'account' }, begun.mode)
  await forgetRequestsOf(privacy.database, accountId, new Date(privacy.clock.now()))
}

/** The last moment: of the primary account, and of the person. Others that are left get moments of their own first. */
export async function eraseTheRest(privacy: Privacy, turn: { requestId: string }): Promise<void> {
  const request = await findOpenErasure(privacy.database, turn.requestId)
  if (!request || (await maySpreadAgain(privacy, request))) return
  await runErasure(privacy, request.id)
}

/** Moments that were missed are drawn anew as long as the law leaves time. False where nothing more can wait. */
async function maySpreadAgain(privacy: Privacy, request: RequestRow): Promise<boolean> {
  return privacy.clock.now() < request.due_at.getTime() && planErasure(privacy, request)
}

/** Null where the request was withdrawn. */
async function begin(privacy: Privacy, requestId: string): Promise<RequestRow | null> {
  const begun = await updateState(privacy.database, requestId, {
    from: ['waiting', 'running'],
    to: 'running',
  })
  if (begun && begun.person_id !== null) await privacy.accounts.beginLeaving({ personId: begun.person_id })
  return begun
}
