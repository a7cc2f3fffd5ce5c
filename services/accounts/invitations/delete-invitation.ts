import { refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { refusals } from '../contract/index.ts'
import { removeInvitation } from './invitation-store.ts'

export async function deleteInvitation(accounts: Accounts, id: string): Promise<void> {
  if (!(await removeInvitation(accounts.database, id))) refuse(refusals.unknown_invitation)
}
