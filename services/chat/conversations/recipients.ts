import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { conversationRefusals, kinds, mostRecipients, refusals, type GuildState } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { addMember, prepareMembership } from '../members/add-member.ts'
import { userOf } from '../members/member-events.ts'
import { closeConversation } from './close-conversation.ts'
import { getGroup } from './conversation-access.ts'
import { accountsIn, conversationEvents } from './conversation-events.ts'
import { removeFromGroup } from './remove-from-group.ts'
import { requirePeople } from './require-people.ts'
import { sayInGroup } from './say-in-group.ts'

interface OfGroup {
  readonly channelId: string
  readonly accountId: string
}

/** Takes a friend of somebody in a group into it. Does nothing twice. */
export async function addRecipient(chat: Chat, by: Actor, { channelId, accountId }: OfGroup): Promise<void> {
  const { guild: known, member: adder } = await getGroup(chat, by, channelId)
  if (isIn(known, accountId)) return
  await requirePeople(chat, by, [accountId])
  const membership = await prepareMembership(chat, channelId, accountId)
  const { after, result } = await changeGuild(chat, channelId, {
    async apply(tx, guild) {
      if (!isIn(guild, by.accountId)) refuse(refusals.unknown_channel)
      if (isIn(guild, accountId)) return null
      if (guild.recipients.length >= mostRecipients) refuse(conversationRefusals.too_many_recipients)
      return addMember(chat, tx, { guildId: guild.id, accountId, membership })
    },
    touches: (member) => ({ structure: true, members: member ? [{ how: 'joined', member }] : [] }),
    async announce(guild, member) {
      if (!member) return []
      const accountIds = accountsIn(guild).filter((id) => id !== accountId)
      return [
        {
          t: 'CHANNEL_RECIPIENT_ADD',
          d: { channel_id: channelId, user: await userOf(chat, member) },
          audience: { kind: 'accounts', accountIds },
        },
        ...(await conversationEvents(chat, 'CHANNEL_CREATE', { guild, accountIds: [accountId] })),
      ]
    },
  })
  if (result) await sayInGroup(chat, after, { kind: kinds.recipientAdded, by: adder, whom: result })
}

/** Takes somebody out of a group its owner no longer wants in it. */
export async function removeRecipient(
  chat: Chat,
  by: Actor,
  { channelId, accountId }: OfGroup,
): Promise<void> {
  const inside = await getGroup(chat, by, channelId)
  if (accountId === by.accountId) return closeConversation(chat, by, inside)
  const { after, removed, actor } = await removeFromGroup(chat, channelId, {
    by,
    choose(guild) {
      if (guild.ownerId !== by.accountId) refuse(refusals.missing_permissions)
      return accountId
    },
  })
  await sayInGroup(chat, after, { kind: kinds.recipientRemoved, by: actor, whom: removed })
}

function isIn({ recipients }: GuildState, accountId: string): boolean {
  return recipients.some((one) => one.accountId === accountId && one.present)
}
