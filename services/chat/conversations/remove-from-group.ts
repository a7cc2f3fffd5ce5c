import { refuse } from '@alles/platform/contract'
import type { Chat } from '../chat.ts'
import { refusals, type GuildState, type MemberState } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { updateGuildOwner } from '../guilds/guild-store.ts'
import { userOf } from '../members/member-events.ts'
import { removeMember } from '../members/member-store.ts'
import { insertEntry } from '../outbox/outbox-store.ts'
import { accountsIn, conversationEvents } from './conversation-events.ts'

export interface Removal {
  /** Who acts. */
  readonly by: { readonly accountId: string }
  /** Whom to take out. Refuses where that may not be. */
  choose(guild: GuildState): string
}

export interface RemovedFrom {
  readonly after: GuildState
  readonly actor: MemberState
  readonly removed: MemberState
}

/** Takes somebody out of a conversation that others stay in, to the first of whom it passes where its owner goes. */
export async function removeFromGroup(
  chat: Chat,
  guildId: string,
  { by, choose }: Removal,
): Promise<RemovedFrom> {
  const { after, result } = await changeGuild(chat, guildId, {
    async apply(tx, guild, members) {
      const actor = (await members.find(by.accountId)) ?? refuse(refusals.unknown_channel)
      const removed = await members.get(choose(guild))
      const rest = guild.recipients.filter((one) => one.present && one.accountId !== removed.accountId)
      const [heir] = rest.filter((one) => one.accountId !== null)
      if (!heir) return refuse(refusals.owner_must_stay)
      if (guild.ownerId === removed.accountId) await updateGuildOwner(tx, guildId, heir.membershipRef)
      await removeMember(tx, guildId, removed.membershipRef)
      const own = [[removed.accountId, 'conversation', guildId]] as const
      const entry = await insertEntry(tx, { own }, new Date(chat.clock.now()))
      return { actor, removed, before: guild, entry }
    },
    touches: ({ removed }) => ({ structure: true, members: [{ how: 'left', member: removed }] }),
    async announce(guild, { removed, before }) {
      const told = { guild: before, accountIds: accountsIn(before).filter((id) => id === removed.accountId) }
      const gone = await conversationEvents(chat, 'CHANNEL_DELETE', told)
      if (guild.kind === 1)
        return [
          ...gone,
          ...(await conversationEvents(chat, 'CHANNEL_UPDATE', { guild, accountIds: accountsIn(guild) })),
        ]
      return [
        {
          t: 'CHANNEL_RECIPIENT_REMOVE',
          d: { channel_id: guildId, user: await userOf(chat, removed) },
          audience: { kind: 'accounts', accountIds: accountsIn(guild) },
        },
        ...gone,
        ...(guild.ownerId === before.ownerId
          ? []
          : await conversationEvents(chat, 'CHANNEL_UPDATE', { guild, accountIds: accountsIn(guild) })),
      ]
    },
  })
  chat.told.add([result.entry])
  return { after, actor: result.actor, removed: result.removed }
}
