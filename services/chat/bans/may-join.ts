import type { Connection } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import type { Schema } from '../database/types.ts'
import { findBan } from './ban-store.ts'

/** No guild has this id. */
const nowhere = '1'

/**
 * Whether a guild has not banned an account, nor another one of its person; which of both it is, nobody learns. For a
 * guild that is not there it takes as long as for one that is: a refused join and an expired invite cost the same.
 */
export async function mayJoin(
  chat: Chat,
  on: Connection<Schema>,
  joining: { readonly accountId: string; readonly guildId: string | null },
): Promise<boolean> {
  const guildId = joining.guildId ?? nowhere
  const ban = await findBan(on, guildId, joining.accountId)
  const excluded = await chat.accounts.isExcluded({ accountId: joining.accountId, guildId })
  return joining.guildId !== null && !ban && !excluded
}
