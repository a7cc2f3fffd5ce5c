import { z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { kinds, type GuildState, type MemberState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { say } from './say.ts'

/** Says in a guild's system channel that somebody joined. */
export const greet = task('chat.greet', z.object({ guildId: z.string(), membershipRef: z.string() }))

/** Of the settings of a system channel: whether joins are passed over there. */
const suppressesJoins = 1

/** As part of the joining itself, so that it is said although the process dies. */
export async function askToGreet(
  chat: Chat,
  tx: Transaction<Schema>,
  { guild, member }: { readonly guild: GuildState; readonly member: Pick<MemberState, 'membershipRef'> },
): Promise<void> {
  if (channelFor(guild) === null) return
  await chat.jobs.add(tx, greet, { guildId: guild.id, membershipRef: member.membershipRef })
}

/** Nothing is said where the member has left again or the guild wants it no more. */
export async function greetMember(
  chat: Chat,
  { guildId, membershipRef }: { readonly guildId: string; readonly membershipRef: string },
): Promise<void> {
  const guild = await chat.guilds.get(guildId)
  const channelId = guild && channelFor(guild)
  const accountId = (await chat.authors.accountsOf([membershipRef])).get(membershipRef) ?? null
  if (!channelId || accountId === null) return
  await say(chat, { guildId, channelId, kind: kinds.joined, accountId })
}

function channelFor({ settings }: GuildState): string | null {
  return (settings.systemChannelFlags & suppressesJoins) === 0 ? settings.systemChannelId : null
}
