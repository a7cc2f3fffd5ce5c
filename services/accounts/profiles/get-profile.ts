import { refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { refusals, type PublicProfile } from '../contract/index.ts'
import { findShownRow } from '../people/account-store.ts'
import { indexUsername } from '../usernames/username-index.ts'
import { foldUsername } from '../usernames/username-policy.ts'
import { openProfileColumns } from './open-profile-columns.ts'

/**
 * What `viewerId` (null: anybody) may see of the account of a name. A private account shows its names and picture, and
 * the rest to itself alone: to another account of its person it is a stranger's.
 */
export async function getProfile(
  accounts: Accounts,
  username: string,
  viewerId: string | null,
): Promise<PublicProfile> {
  const { exact } = await indexUsername(accounts, foldUsername(username))
  const row = await findShownRow(accounts.database, exact)
  if (!row) refuse(refusals.no_such_account)
  const columns = ['username', 'display_name', 'bio', 'pronouns'] as const
  const [opened] = await openProfileColumns(accounts.sealer, [row], columns)
  if (!opened || opened.username === null) refuse(refusals.no_such_account)
  const open = row.public || row.id === viewerId
  return {
    id: row.id,
    username: opened.username,
    display_name: opened.display_name,
    avatar: row.avatar,
    bot: row.kind === 'bot',
    public: row.public,
    bio: open ? opened.bio : null,
    pronouns: open ? opened.pronouns : null,
    color: open ? row.color : null,
    banner: open ? row.banner : null,
  }
}
