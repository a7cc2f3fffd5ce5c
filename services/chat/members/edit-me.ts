import type { Acting } from '../audit-log/acting.ts'
import type { Chat } from '../chat.ts'
import type { MemberState } from '../contract/index.ts'
import { getGuildOf } from '../guilds/guild-access.ts'
import { withPicture } from '../pictures/with-picture.ts'
import { editMember } from './edit-member.ts'

/** Changes how one is called, and looks, in one guild. The picture is sealed as what one writes there. */
export async function editMe(
  chat: Chat,
  by: Acting,
  edit: {
    readonly guildId: string
    readonly nick?: string | null | undefined
    /** A picture as a data address. Null takes it away. */
    readonly avatar?: string | null | undefined
  },
): Promise<MemberState> {
  const { guildId, nick, avatar: file } = edit
  const { member } = await getGuildOf(chat, by, guildId)
  const picture = { file, use: 'member_avatar', guildId, owner: guildId, key: member.contentKeyId } as const
  const mine = { guildId, accountId: by.accountId, nick }
  return withPicture(chat, picture, (made) =>
    editMember(chat, by, { ...mine, ...(made !== undefined && { avatar: made?.hash ?? null }) }),
  )
}
