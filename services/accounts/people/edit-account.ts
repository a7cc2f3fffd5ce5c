import { edgeRefusals, refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import { profileChanged, profilesTopic, type Account } from '../contract/index.ts'
import {
  dropPictures,
  replacedPictures,
  usePictures,
  type Pictures,
  type WishedPictures,
} from '../profiles/profile-pictures.ts'
import { dropPicture } from '../tasks.ts'
import { lockAccountRow } from '../usernames/username-store.ts'
import { findAccountRow, updateProfile, type AccountRow, type ProfileValues } from './account-store.ts'
import { openOwnAccount } from './own-account.ts'

/** A field that is left out stays; null or blank empties it. */
export interface ProfileChange extends WishedPictures {
  readonly displayName?: string | null | undefined
  readonly bio?: string | null | undefined
  readonly pronouns?: string | null | undefined
  readonly color?: number | null | undefined
  readonly public?: boolean | undefined
}

/** Changes what others see of an account: all that is asked for, or, refused, nothing. */
export async function editAccount(
  accounts: Accounts,
  accountId: string,
  change: ProfileChange,
): Promise<Account> {
  const row = await findAccountRow(accounts.database, accountId)
  if (!row) refuse(edgeRefusals.unknown_account)
  const fields = await sealFields(accounts, row, change)
  const pictures = await usePictures(accounts, row, change)
  const values = { ...fields, ...pictures }
  if (Object.keys(values).length === 0) return openOwnAccount(accounts, row)
  const before = await keep(accounts, accountId, values).catch(async (error: unknown) => {
    await dropPictures(accounts, pictures)
    throw error
  })
  accounts.directory.evict(accountId)
  accounts.bus.publish(profilesTopic, profileChanged, { accountId, gone: false })
  return openOwnAccount(accounts, { ...before, ...values })
}

/** Answers what the account was until now. Pictures it no longer shows are deleted after the commit. */
async function keep(
  accounts: Accounts,
  accountId: string,
  values: Partial<ProfileValues> & Pictures,
): Promise<AccountRow> {
  return accounts.database.transaction(async (tx) => {
    const before = await lockAccountRow(tx, accountId)
    if (!before) refuse(edgeRefusals.unknown_account)
    await updateProfile(tx, accountId, values)
    for (const hash of replacedPictures(before, values)) await accounts.jobs.add(tx, dropPicture, { hash })
    return before
  })
}

async function sealFields(
  accounts: Accounts,
  row: AccountRow,
  change: ProfileChange,
): Promise<Partial<ProfileValues>> {
  return {
    ...(change.displayName !== undefined && {
      display_name: await sealText(accounts, row, ['display_name', change.displayName]),
    }),
    ...(change.bio !== undefined && { bio: await sealText(accounts, row, ['bio', change.bio]) }),
    ...(change.pronouns !== undefined && {
      pronouns: await sealText(accounts, row, ['pronouns', change.pronouns]),
    }),
    ...(change.color !== undefined && { color: change.color }),
    ...(change.public !== undefined && { public: change.public }),
  }
}

async function sealText(
  accounts: Accounts,
  row: AccountRow,
  [column, value]: readonly ['display_name' | 'bio' | 'pronouns', string | null],
): Promise<Buffer | null> {
  const trimmed = value?.trim() ?? ''
  if (trimmed === '') return null
  const [sealed] = await accounts.sealer.seal(catalogue.tables.accounts, column, [
    { row: row.id, key: row.profile_key_id, value: trimmed },
  ])
  if (!sealed) throw new Error(`${column} was not sealed`)
  return Buffer.from(sealed)
}
