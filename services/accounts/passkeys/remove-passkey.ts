import { refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { notify } from '../contacts/notify.ts'
import { refusals } from '../contract/index.ts'
import { lockPerson } from '../security/sign-in-store.ts'
import { listPasskeyRows, removePasskeyRow } from './passkey-store.ts'

/** Forgets a passkey. The last one stays where there is no password. */
export async function removePasskey(accounts: Accounts, personId: string, id: string): Promise<void> {
  await accounts.database.transaction(async (tx) => {
    const person = await lockPerson(tx, personId)
    if (!(await removePasskeyRow(tx, id, personId))) refuse(refusals.unknown_passkey)
    if (person?.password_hash === null && (await listPasskeyRows(tx, personId)).length === 0)
      refuse(refusals.last_way_in)
    await notify(accounts, tx, {
      personId,
      content: {
        template: 'second_factor_changed',
        change: 'removed',
        at: new Date(accounts.clock.now()).toISOString(),
      },
    })
  })
}
