import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { conversationRefusals, kinds, refusals, type GuildState } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import type { Inside } from '../guilds/guild-access.ts'
import { updateGuild } from '../guilds/guild-store.ts'
import { sealGuildName } from '../guilds/seal-text.ts'
import { accountsIn, conversationEvents } from './conversation-events.ts'
import { sayInGroup } from './say-in-group.ts'

/** Gives a group another name, or none. Everybody in it may. */
export async function renameGroup(
  chat: Chat,
  by: Actor,
  { guild: known, member, name }: Inside & { readonly name: string },
): Promise<GuildState> {
  if (known.kind !== 3) refuse(conversationRefusals.direct_channel)
  const { after, result: isNew } = await changeGuild(chat, known.id, {
    async apply(tx, guild, members) {
      if (!(await members.find(by.accountId))) refuse(refusals.unknown_channel)
      if (guild.name === name) return false
      const sealed = await sealGuildName(chat, { row: guild.id, key: guild.keyId, value: name })
      await updateGuild(tx, guild.id, { name: sealed })
      return true
    },
    touches: (changed) => ({ structure: changed, members: [] }),
    announce: async (guild, changed) =>
      changed ? conversationEvents(chat, 'CHANNEL_UPDATE', { guild, accountIds: accountsIn(guild) }) : [],
  })
  if (isNew) await sayInGroup(chat, after, { kind: kinds.channelNamed, by: member, content: name })
  return after
}
