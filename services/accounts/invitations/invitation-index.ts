import type { Accounts } from '../accounts.ts'
import { readInvitationCode } from './invitation-code.ts'

/** What finds an invitation by its code without storing the code in clear. */
export async function indexInvitation(accounts: Accounts, typed: string): Promise<Buffer> {
  const [index] = await accounts.keys.blindIndex({
    purpose: 'invitation',
    values: [readInvitationCode(typed)],
  })
  if (!index) throw new Error('no index was made of an invitation')
  return Buffer.from(index)
}
