import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import type { AccountKind } from '../contract/index.ts'
import type { UsernameIndex } from '../usernames/username-index.ts'
import type { AccountRow } from './account-store.ts'

export interface NewAccount {
  readonly id: string
  readonly personId: string | null
  readonly kind: AccountKind
  readonly profileKey: string
  /** Folded. */
  readonly username: string
  readonly name: UsernameIndex
  readonly displayName: string | null
}

/** The sealed row of a new account. */
export async function sealNewAccount(accounts: Accounts, given: NewAccount): Promise<AccountRow> {
  const table = catalogue.tables.accounts
  const item = (value: string) => [{ row: given.id, key: given.profileKey, value }]
  const [[username], [displayName]] = await Promise.all([
    accounts.sealer.seal(table, 'username', item(given.username)),
    given.displayName === null
      ? Promise.resolve([])
      : accounts.sealer.seal(table, 'display_name', item(given.displayName)),
  ])
  if (!username) throw new Error('a username was not sealed')
  return {
    id: given.id,
    person_id: given.personId,
    kind: given.kind,
    profile_key_id: given.profileKey,
    username: Buffer.from(username),
    username_index: given.name.exact,
    username_skeleton: given.name.skeleton,
    display_name: displayName ? Buffer.from(displayName) : null,
    bio: null,
    created_at: new Date(accounts.clock.now()),
    forgotten_at: null,
    suspended_at: null,
    pronouns: null,
    color: null,
    avatar: null,
    banner: null,
    public: true,
    username_changed_at: null,
  }
}
