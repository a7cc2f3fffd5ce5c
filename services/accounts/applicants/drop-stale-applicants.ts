import { Refusal } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { listStaleApplicants } from './applicant-store.ts'
import { refuseApplicant } from './refuse-applicant.ts'

const waitsAtMostMs = 30 * 24 * 60 * 60_000
const perBatch = 500

/** Those about whom nobody decided in 30 days are refused. */
export async function dropStaleApplicants(accounts: Accounts): Promise<void> {
  const before = new Date(accounts.clock.now() - waitsAtMostMs)
  for (;;) {
    const ids = await listStaleApplicants(accounts.database, before, perBatch)
    for (const id of ids) await refuseUnlessDecided(accounts, id)
    if (ids.length < perBatch) return
  }
}

/** Somebody may decide in the last moment. */
async function refuseUnlessDecided(accounts: Accounts, accountId: string): Promise<void> {
  try {
    await refuseApplicant(accounts, accountId)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}
