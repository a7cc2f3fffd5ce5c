import type { EraseMode, Receipt, Scope } from '../contract/index.ts'
import type { Privacy } from '../privacy.ts'
import { jobKey } from '../requests/create-request.ts'
import { dueAt } from '../requests/request-policy.ts'
import {
  finishErasure,
  insertOrReplaceErasure,
  updatePerson,
  updateState,
  type RequestRow,
} from '../requests/request-store.ts'
import { getTarget } from '../requests/subjects.ts'
import { erase } from '../tasks.ts'
import { eraseAccount } from './erase-account.ts'

/** Carries an erasure out, or goes on with one that was interrupted. One that was withdrawn is left. */
export async function runErasure(privacy: Privacy, requestId: string): Promise<Receipt | null> {
  const request = await updateState(privacy.database, requestId, {
    from: ['waiting', 'running'],
    to: 'running',
  })
  if (!request?.mode) return null
  const { account_id: accountId, scope, mode } = request
  const personId = request.person_id ?? (await rememberPerson(privacy, request))
  if (scope === 'person' && personId !== null) await privacy.accounts.beginLeaving({ personId })
  const receipt = await eraseAccount(privacy, { accountId, personId, scope }, mode)
  await finishErasure(privacy.database, request, new Date(privacy.clock.now()))
  const rows = Object.values(receipt.rows).reduce((sum, count) => sum + count, 0)
  privacy.log.info('privacy.erased', { count: rows })
  return receipt
}

/** Whose account goes is known by its row alone; should this be interrupted, the person is still found without it. */
async function rememberPerson(privacy: Privacy, { id, account_id }: RequestRow): Promise<string | null> {
  if (account_id === null) return null
  const found = await privacy.accounts.findAccountById({ accountId: account_id })
  if (found?.personId) await updatePerson(privacy.database, id, found.personId)
  return found?.personId ?? null
}

/** How long an erasure that somebody waits for may take before a job goes on with it. */
const patienceMs = 600_000

/** Erases without grace, for the operator. Should this process die, the job goes on with it. */
export async function eraseNow(
  privacy: Privacy,
  wish: { accountId: string; mode: EraseMode; scope: Scope },
): Promise<Receipt> {
  const target = await getTarget(privacy, wish.accountId, wish.scope)
  const now = privacy.clock.now()
  const row: RequestRow = {
    id: privacy.ids.next(),
    account_id: target.accountId,
    person_id: target.personId,
    kind: 'erasure',
    mode: wish.mode,
    scope: wish.scope,
    state: 'running',
    received_at: new Date(now),
    starts_at: new Date(now),
    due_at: dueAt(now),
    spread_until: null,
  }
  const requestId = await privacy.database.transaction(async (tx) => {
    const id = await insertOrReplaceErasure(tx, row)
    await privacy.jobs.add(tx, erase, { requestId: id }, { at: now + patienceMs, key: jobKey(id) })
    return id
  })
  const receipt = await runErasure(privacy, requestId)
  if (!receipt) throw new Error('the erasure was carried out or withdrawn by somebody else meanwhile')
  return receipt
}
