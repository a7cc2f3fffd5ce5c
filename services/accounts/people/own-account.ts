import type { Accounts } from '../accounts.ts'
import type { Account, AccountKind } from '../contract/index.ts'
import { openProfileColumns } from '../profiles/open-profile-columns.ts'
import { usernameChangesAt } from '../usernames/username-policy.ts'
import type { AccountRow } from './account-store.ts'

/** Opens accounts for the person whose they are. Those whose key has been destroyed are left out. */
export async function openOwnAccounts(accounts: Accounts, rows: readonly AccountRow[]): Promise<Account[]> {
  const columns = ['username', 'display_name', 'bio', 'pronouns'] as const
  const opened = await openProfileColumns(accounts.sealer, rows, columns)
  const now = accounts.clock.now()
  return rows.flatMap((row, index) => {
    const texts = opened[index]
    if (!texts || texts.username === null) return []
    return [
      {
        id: row.id,
        username: texts.username,
        display_name: texts.display_name,
        bio: texts.bio,
        pronouns: texts.pronouns,
        color: row.color,
        avatar: row.avatar,
        banner: row.banner,
        public: row.public,
        kind: row.kind as AccountKind,
        username_changes_at: usernameChangesAt(row.username_changed_at, now)?.toISOString() ?? null,
        created_at: row.created_at.toISOString(),
      },
    ]
  })
}

export async function openOwnAccount(accounts: Accounts, row: AccountRow): Promise<Account> {
  const [account] = await openOwnAccounts(accounts, [row])
  if (!account) throw new Error('the key of an account that is not erased is gone')
  return account
}
