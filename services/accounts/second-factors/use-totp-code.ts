import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import type { PersonRow } from '../people/person-store.ts'
import { stepOf } from './totp.ts'
import { findTotp, updateLastStep, type TotpRow } from './totp-store.ts'

/** Whether this is the code of the moment, for the first time, of an authenticator app that counts. */
export async function useTotpCode(accounts: Accounts, person: PersonRow, code: string): Promise<boolean> {
  const row = await findTotp(accounts.database, person.id)
  if (!row || row.confirmed_at === null) return false
  return useCodeOf(accounts, row, code)
}

/** The same whether or not it counts yet. */
export async function useCodeOf(accounts: Accounts, row: TotpRow, code: string): Promise<boolean> {
  const table = catalogue.tables.totp_secrets
  const [secret] = await accounts.sealer.open<Buffer, typeof table>(table, 'secret', [
    { row: row.person_id, sealed: row.secret },
  ])
  if (!secret) return false
  const step = stepOf(secret, code, accounts.clock.now())
  return step !== null && updateLastStep(accounts.database, row.person_id, step)
}
