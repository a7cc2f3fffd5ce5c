import { Refusal, refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { refusals } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { clearAwayGuild } from '../guilds/purge-guild.ts'
import type { Inside } from '../guilds/guild-access.ts'
import { publish } from '../guilds/publish.ts'
import { conversationEvents } from './conversation-events.ts'
import { updateHidden } from './conversation-store.ts'
import { noteChange } from './note-change.ts'
import { removeFromGroup } from './remove-from-group.ts'

/** Puts a direct conversation away until the next message; leaves a group, which goes with the last who is in it. */
export async function closeConversation(chat: Chat, by: Actor, inside: Inside): Promise<void> {
  if (inside.guild.kind === 1) await hide(chat, by, inside)
  else await leave(chat, by, inside)
}

async function hide(chat: Chat, { accountId }: Actor, { guild: known, member }: Inside): Promise<void> {
  await changeGuild(chat, known.id, {
    apply: (tx) => updateHidden(tx, known.id, { ref: member.membershipRef, hidden: true }),
    announce: (guild) => conversationEvents(chat, 'CHANNEL_DELETE', { guild, accountIds: [accountId] }),
  })
}

async function leave(chat: Chat, by: Actor, inside: Inside): Promise<void> {
  const { guild, member } = inside
  try {
    const { after } = await removeFromGroup(chat, guild.id, { by, choose: () => by.accountId })
    await noteChange(chat, { kind: 2, guild: after, by: member, about: member })
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== refusals.owner_must_stay) throw error
    await clearAwayGuild(chat, guild.id, async (now) => {
      if (now.recipients.some((one) => one.present && one.accountId !== by.accountId))
        refuse(refusals.missing_permissions)
    })
    publish(chat.bus, await conversationEvents(chat, 'CHANNEL_DELETE', { guild, accountIds: [by.accountId] }))
  }
}
