import { refuse } from '@alles/platform/contract'
import type { Chat } from '../chat.ts'
import {
  holds,
  permissions,
  reactionRefusals,
  refusals,
  type Holder,
  type PartialEmoji,
} from '../contract/index.ts'
import { mayWriteTo } from '../conversations/may-write-to.ts'
import { findGuildOfEmoji } from '../emojis/emoji-store.ts'
import { refusedAt } from '../invites/refused-at.ts'
import { findMember } from '../members/find-member.ts'
import type { TextChannelAccess } from '../messages/text-channel.ts'
import type { EmojiName } from './emoji-name.ts'

/**
 * Whoever may read joins others in what they reacted with; `isNew`: an emoji that the message does not have yet is put
 * there by who may. Those who may do less for a while do neither.
 */
export function requireMayReact({ member, held }: TextChannelAccess, isNew: boolean): void {
  const { held: why }: Holder = member
  if ((isNew || why !== undefined) && !holds(held, permissions.ADD_REACTIONS))
    refuse(refusals.missing_permissions)
}

/** In a direct conversation, refuses who may not write to the other: always alike and after the same time. */
export async function requireReach(chat: Chat, { guild, member }: TextChannelAccess): Promise<void> {
  if (guild.kind !== 1) return
  const began = performance.now()
  const other = guild.recipients.find((one) => one.membershipRef !== member.membershipRef)
  if (await mayWriteTo(chat, { fromId: member.accountId, toId: other?.accountId ?? null })) return
  await refusedAt(began)
  refuse(reactionRefusals.reaction_blocked)
}

/** An emoji that somebody may use here: of Unicode, of the guild, and with the permission of others that they are in. */
export async function getUsableEmoji(
  chat: Chat,
  access: TextChannelAccess,
  { id, name }: EmojiName,
): Promise<PartialEmoji> {
  if (id === null) return { id, name }
  const found = findIn(access, id) ?? (await findElsewhere(chat, access, id))
  return found ?? refuse(reactionRefusals.unknown_reaction_emoji)
}

type Place = Pick<TextChannelAccess, 'guild' | 'member'>

function findIn({ guild, member }: Place, id: string): PartialEmoji | null {
  const emoji = guild.emojis.find((one) => one.id === id)
  if (!emoji) return null
  const isAllowed = emoji.roleIds.length === 0 || emoji.roleIds.some((role) => member.roleIds.includes(role))
  if (!isAllowed) return null
  return { id, name: emoji.name, ...(emoji.animated && { animated: true }) }
}

async function findElsewhere(
  chat: Chat,
  { guild: here, member, held }: TextChannelAccess,
  id: string,
): Promise<PartialEmoji | null> {
  if (!holds(held, permissions.USE_EXTERNAL_EMOJIS)) return null
  const guildId = await findGuildOfEmoji(chat.database, id)
  const guild = guildId === null || guildId === here.id ? null : await chat.guilds.get(guildId)
  const there = guild && (await findMember(chat, guild, member.accountId))
  return guild && there ? findIn({ guild, member: there }, id) : null
}
