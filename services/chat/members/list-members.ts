import type { Chat } from '../chat.ts'
import type { MemberState } from '../contract/index.ts'
import { listMembersAfter } from './member-reading-store.ts'
import { openMembers } from './open-members.ts'

/** A page of members by account id, upwards. */
export async function listMembers(
  chat: Chat,
  page: { readonly guildId: string; readonly after: string; readonly limit: number },
): Promise<MemberState[]> {
  return openMembers(chat.sealer, await listMembersAfter(chat.database, page))
}
