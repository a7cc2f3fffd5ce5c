import type { Accounts } from '../accounts.ts'
import { findPerson } from '../people/person-store.ts'
import { startVerification } from './start-verification.ts'

/**
 * Has each of these people asked whether their address is read. Whoever has a verified one is left alone: they get in by
 * it, and have the link for another sent from their settings.
 */
export async function sendWaitingVerifications(
  accounts: Accounts,
  personIds: readonly string[],
): Promise<void> {
  for (const personId of personIds) {
    const person = await findPerson(accounts.database, personId)
    if (!person || person.contact !== null || person.leaving_at !== null) continue
    if (person.pending_contact !== null) await startVerification(accounts, person.pending_contact)
  }
}
