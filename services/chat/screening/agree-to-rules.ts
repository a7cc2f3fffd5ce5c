import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { moderationRefusals, type MemberState } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { membersAlone } from '../guilds/touched.ts'
import { memberUpdated } from '../members/member-events.ts'
import { updateMember } from '../members/member-store.ts'
import { readForm } from './screening-form.ts'

/** Lets a member in who has agreed to every rule as it is now. Does nothing twice. */
export async function agreeToRules(
  chat: Chat,
  by: Actor,
  said: { readonly guildId: string; readonly version: string; readonly agreed: readonly boolean[] },
): Promise<MemberState> {
  const { guildId } = said
  const { result } = await changeGuild(chat, guildId, {
    async apply(tx, guild, members) {
      await members.actor(by)
      const member = await members.get(by.accountId)
      const form = guild.settings.screening ? await readForm(chat, tx, guildId) : null
      if (!form) return refuse(moderationRefusals.no_screening)
      const isWhole = form.fields.every((_, index) => said.agreed[index] === true)
      if (!isWhole || said.version !== form.changedAt.toISOString()) refuse(moderationRefusals.rules_changed)
      await updateMember(tx, { guildId, ref: member.membershipRef }, { pending: false })
      return { ...member, pending: false }
    },
    touches: (member) => membersAlone({ how: 'changed', member }),
    announce: async (guild, member) => [await memberUpdated(chat, guild, member)],
  })
  return result
}
