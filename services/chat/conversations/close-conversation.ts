import { Refusal, refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { kinds, refusals } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { clearAwayGuild } from '../guilds/purge-guild.ts'
import type { Inside } from '../guilds/guild-access.ts'
import { publish } from '../guilds/publish.ts'
import { insertEntry } from '../outbox/outbox-store.ts'
import { conversationEvents } from './conversation-events.ts'
import { updateHidden } from './conversation-store.ts'
import { removeFromGroup } from './remove-from-group.ts'
import { sayInGroup } from './say-in-group.ts'

/** Puts a direct conversation away until the next message; leaves a group, which goes with the last who is in it. */
export async function closeConversation(chat: Chat, by: Actor, inside: Inside): Promise<void> {
  if (inside.guild.kind === 1) await hide(chat, by, inside)
  else await leave(chat, by, inside)
}

async function hide(chat: Chat, { accountId }: Actor, { guild: known, member }: Inside): Promise<void> {
  const { result: entry } = await changeGuild(chat, known.id, {
    async apply(tx) {
      await updateHidden(tx, known.id, { ref: member.membershipRef, hidden: true })
      return insertEntry(tx, { own: [[accountId, 'conversation', known.id]] }, new Date(chat.clock.now()))
    },
    announce: (guild) => conversationEvents(chat, 'CHANNEL_DELETE', { guild, accountIds: [accountId] }),
  })
  chat.told.add([entry])
}

async function leave(chat: Chat, by: Actor, inside: Inside): Promise<void> {
  const { guild, member } = inside
  try {
    const { after } = await removeFromGroup(chat, guild.id, { by, choose: () => by.accountId })
    await sayInGroup(chat, after, { kind: kinds.recipientRemoved, by: member, whom: member })
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== refusals.owner_must_stay) throw error
    const entries: string[] = []
    await clearAwayGuild(chat, guild.id, async (now, _, tx) => {
      if (now.recipients.some((one) => one.present && one.accountId !== by.accountId))
        refuse(refusals.missing_permissions)
      const own = [[by.accountId, 'conversation', guild.id]] as const
      entries.push(await insertEntry(tx, { own }, new Date(chat.clock.now())))
    })
    publish(chat.bus, await conversationEvents(chat, 'CHANNEL_DELETE', { guild, accountIds: [by.accountId] }))
    chat.told.add(entries)
  }
}
