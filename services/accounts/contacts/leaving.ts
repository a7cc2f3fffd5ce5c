import type { Transaction } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import type { Schema } from '../database/types.ts'
import { insertLeaving, listDue, removeLeaving } from './contact-store.ts'

/** How long an address is kept so that mail that is on its way to it arrives. */
const graceMs = 60 * 60_000

/** Notes that the mail service is to forget an address: at once, or when what was just sent to it has arrived. */
export async function letLeave(
  accounts: Accounts,
  tx: Transaction<Schema>,
  leaving: { readonly contact: string; readonly personId: string | null; readonly at: 'once' | 'leisure' },
): Promise<void> {
  const now = accounts.clock.now()
  await insertLeaving(tx, {
    contact: leaving.contact,
    person_id: leaving.personId,
    leaves_at: new Date(leaving.at === 'once' ? now : now + graceMs),
  })
}

/** Has the mail service forget what is due. Done again where it was interrupted. */
export async function removeDueContacts(accounts: Accounts): Promise<void> {
  for (const contact of await listDue(accounts.database, new Date(accounts.clock.now()))) {
    await accounts.mail.removeContact({ contact })
    await removeLeaving(accounts.database, contact)
  }
}
