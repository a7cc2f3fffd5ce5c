import type { Chat } from '../chat.ts'
import type { GuildState, Kind, MemberState, UnversionedMember } from '../contract/index.ts'
import { say } from '../messages/say.ts'

/** Says in a group what became of it, in the name of who did that, even if they have left by now. */
export async function sayInGroup(
  chat: Chat,
  { id }: Pick<GuildState, 'id'>,
  {
    kind,
    by,
    content = '',
    whom,
  }: {
    readonly kind: Kind
    readonly by: MemberState
    readonly content?: string
    readonly whom?: Pick<UnversionedMember, 'membershipRef'>
  },
): Promise<void> {
  await say(chat, {
    guildId: id,
    channelId: id,
    kind,
    accountId: by.accountId,
    formerly: by,
    content,
    ...(whom && { whom: whom.membershipRef }),
  })
}
