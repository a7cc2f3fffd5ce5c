import { edgeRefusals, refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import { profileChanged, profilesTopic, type Account } from '../contract/index.ts'
import { findAccountRow, updateProfile, type AccountRow } from './account-store.ts'
import { openOwnAccount } from './own-account.ts'

/** A field that is left out stays; null or blank empties it. */
export interface ProfileChange {
  readonly displayName?: string | null | undefined
  readonly bio?: string | null | undefined
}

export async function editAccount(
  accounts: Accounts,
  accountId: string,
  change: ProfileChange,
): Promise<Account> {
  const row = await findAccountRow(accounts.database, accountId)
  if (!row) refuse(edgeRefusals.unknown_account)
  const sealed = {
    ...(change.displayName !== undefined && {
      display_name: await sealField(accounts, row, ['display_name', change.displayName]),
    }),
    ...(change.bio !== undefined && { bio: await sealField(accounts, row, ['bio', change.bio]) }),
  }
  if (Object.keys(sealed).length > 0) {
    await updateProfile(accounts.database, accountId, sealed)
    accounts.directory.evict(accountId)
    accounts.bus.publish(profilesTopic, profileChanged, { accountId, gone: false })
  }
  return openOwnAccount(accounts, { ...row, ...sealed })
}

async function sealField(
  accounts: Accounts,
  row: AccountRow,
  [column, value]: readonly ['display_name' | 'bio', string | null],
): Promise<Buffer | null> {
  const trimmed = value?.trim() ?? ''
  if (trimmed === '') return null
  const [sealed] = await accounts.sealer.seal(catalogue.tables.accounts, column, [
    { row: row.id, key: row.profile_key_id, value: trimmed },
  ])
  if (!sealed) throw new Error(`${column} was not sealed`)
  return Buffer.from(sealed)
}
