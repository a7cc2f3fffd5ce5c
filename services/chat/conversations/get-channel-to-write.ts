import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { getTextChannel, type TextChannelAccess } from '../messages/text-channel.ts'
import { requireMayWriteTo } from './may-write-to.ts'
import { showAgain } from './show-again.ts'

/**
 * `getTextChannel` for whoever is about to write: in a direct conversation, refuses who may not write to the other, and
 * shows it again to those who had put it away, before they hear of the message.
 */
export async function getChannelToWrite(
  chat: Chat,
  by: Actor,
  asked: { readonly channelId: string; readonly needed?: bigint },
): Promise<TextChannelAccess> {
  const access = await getReachable(chat, by, asked)
  if (access.guild.kind !== 1 || !access.guild.recipients.some((one) => one.present && one.hidden))
    return access
  await showAgain(chat, access.guild.id)
  return getChannelToWrite(chat, by, asked)
}

/** `getTextChannel`; in a direct conversation, refuses who may not write to the other. */
export async function getReachable(
  chat: Chat,
  by: Actor,
  asked: { readonly channelId: string; readonly needed?: bigint },
): Promise<TextChannelAccess> {
  const access = await getTextChannel(chat, by, asked)
  const { guild, member } = access
  if (guild.kind !== 1) return access
  const other = guild.recipients.find((one) => one.membershipRef !== member.membershipRef)
  await requireMayWriteTo(chat, { fromId: by.accountId, toId: other?.accountId ?? null })
  return access
}
