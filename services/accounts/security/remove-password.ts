import { refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { notify } from '../contacts/notify.ts'
import { refusals } from '../contract/index.ts'
import { lockPerson, updatePassword } from './sign-in-store.ts'

/** Leaves passkeys as the only way in; refused where there is none. */
export async function removePassword(accounts: Accounts, personId: string): Promise<void> {
  await accounts.database.transaction(async (tx) => {
    const person = await lockPerson(tx, personId)
    if (!person?.has_passkey) refuse(refusals.last_way_in)
    if (person.password_hash === null) return
    await updatePassword(tx, personId, null)
    await notify(accounts, tx, {
      personId,
      content: { template: 'password_changed', at: new Date(accounts.clock.now()).toISOString() },
    })
  })
}
