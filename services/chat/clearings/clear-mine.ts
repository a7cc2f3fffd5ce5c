import { refuse, z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { refusals, type Clearing } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { findMembership } from '../members/member-store.ts'
import { exchangeContentKey, findClearing, insertClearing, type ClearingKey } from './clearing-store.ts'
import { resealOwn } from './reseal-own.ts'
import { settleExtent } from './run-clearing.ts'
import { showClearing } from './show-clearing.ts'

/** Deletes what somebody wrote in a guild. */
export const clearMessages = task(
  'chat.clearMessages',
  z.object({ guildId: z.string(), membershipRef: z.string() }),
)

/**
 * Begins the deletion of all that an account wrote in a guild it is or was in. From here on it writes with another key;
 * the old one goes with the messages. Asked again while one is under way, it tells how far that is.
 */
export async function clearMine(chat: Chat, by: Actor, guildId: string): Promise<Clearing> {
  const key = await getOwnKey(chat, by, guildId)
  const before = await findClearing(chat.database, key)
  if (before && before.done_at === null) return showClearing(before)
  const { ids } = await chat.keys.create({ keys: [{ kind: 'content' }] })
  const [keyId] = ids
  if (keyId === undefined) throw new Error('no key was made')
  const began = await begin(chat, by, { key, keyId })
  if (began) await settleExtent(chat, key)
  else await chat.keys.destroy({ ids: [keyId] })
  return showClearing(await findClearing(chat.database, key))
}

/** False where another one began meanwhile. */
async function begin(
  chat: Chat,
  by: Actor,
  { key, keyId }: { readonly key: ClearingKey; readonly keyId: string },
): Promise<boolean> {
  const { guildId, ref } = key
  const { result } = await changeGuild(chat, guildId, {
    async apply(tx, _, members) {
      const now = await findClearing(tx, key)
      if (now && now.done_at === null) return { began: false, member: null }
      const member = await members.find(by.accountId)
      const oldKeyId = await exchangeContentKey(tx, ref, keyId)
      await resealOwn(chat, tx, { ref, keyId })
      await insertClearing(tx, key, { oldKeyId, at: new Date(chat.clock.now()) })
      await chat.jobs.add(tx, clearMessages, { guildId, membershipRef: ref })
      return { began: true, member: member && { ...member, contentKeyId: keyId } }
    },
    touches: ({ began, member }) => ({
      structure: began,
      members: member ? [{ how: 'changed', member }] : [],
    }),
    announce: () => [],
  })
  return result.began
}

/** The membership of somebody who is or was in a guild that exists. */
export async function getOwnKey(chat: Chat, by: Actor, guildId: string): Promise<ClearingKey> {
  const [membership, guild] = await Promise.all([
    findMembership(chat.database, guildId, by.accountId),
    chat.guilds.get(guildId),
  ])
  return membership && guild ? { guildId, ref: membership.ref } : refuse(refusals.unknown_guild)
}
