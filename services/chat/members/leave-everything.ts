import { refuse, Refusal, type Input, type Output } from '@alles/platform/contract'
import type { Chat } from '../chat.ts'
import { refusals, type leaveEverything as call } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { listDeletedOf } from '../guilds/deleted-guild-store.ts'
import { guildUpdated } from '../guilds/guild-events.ts'
import { findHeir } from '../guilds/find-heir.ts'
import { updateGuildOwner } from '../guilds/guild-store.ts'
import { clearAwayHidden, clearAwayWholly, type Cleared } from '../guilds/purge-guild.ts'
import { deleteAllBy } from '../messages/delete-all-by.ts'
import { deleteVotesBy } from '../polls/delete-votes-by.ts'
import { deleteReactionsBy } from '../reactions/delete-reactions-by.ts'
import { forgetTies } from '../relationships/forget-ties.ts'
import { leaveConversation } from '../conversations/leave-conversation.ts'
import { announceDeleted } from './announce-deleted.ts'
import { listMembershipsOf, lockAccount } from './member-store.ts'
import { removeFromGuild } from './remove-from-guild.ts'

/**
 * Takes an account out of every guild and conversation, and with `everything` all it ever wrote. What it owns passes on, or goes where
 * nobody is left. Does nothing twice.
 */
export async function leaveEverything(
  chat: Chat,
  { accountId, mode }: Input<typeof call>,
): Promise<Output<typeof call>> {
  // Joins that have begun are among them now; later ones find the account gone.
  await chat.database.transaction((tx) => lockAccount(tx, accountId))
  const memberships = await listMembershipsOf(chat.database, accountId)
  announceDeleted(chat, accountId, memberships)
  let left = 0
  let deletedGuilds = 0
  let keysDestroyed = 0
  let messages = 0
  // Not only where it is a member: what it owns must not stay behind where an erasure broke off, or met a join.
  for (const { guildId } of memberships) {
    const outcome = await leaveOne(chat, accountId, guildId)
    if (outcome === 'left') left += 1
    if (typeof outcome === 'string') continue
    deletedGuilds += 1
    keysDestroyed += outcome.keysDestroyed
    messages += outcome.messages
  }
  await forgetTies(chat, accountId)
  for (const { id } of await listDeletedOf(chat.database, accountId)) {
    const cleared = await clearAwayHidden(chat, id)
    deletedGuilds += 1
    keysDestroyed += cleared.keysDestroyed
    messages += cleared.messages
  }
  let reactors = 0
  let votes = 0
  if (mode === 'everything')
    for (const { ref, guildId } of memberships) {
      messages += await deleteAllBy(chat, ref)
      reactors += await deleteReactionsBy(chat, { ref, guildId })
      votes += await deleteVotesBy(chat, { ref, guildId })
    }
  return { left, deletedGuilds, keysDestroyed, rows: { messages, reactors, poll_votes: votes } }
}

type Outcome = 'left' | 'gone' | Cleared

const mostAttempts = 5

/** Others act at the same time: whoever was to be the heir may leave first. Then it is looked at again. */
async function leaveOne(chat: Chat, accountId: string, guildId: string): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await leaveOrDelete(chat, accountId, guildId)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (error.kind !== refusals.owner_must_stay) return 'gone'
      if (attempt === mostAttempts) throw new Error('the owner could not leave', { cause: error })
    }
  }
}

async function leaveOrDelete(chat: Chat, accountId: string, guildId: string): Promise<Outcome> {
  const guild = await chat.guilds.get(guildId)
  if (guild && guild.kind !== 0) return leaveConversation(chat, guild, accountId)
  if (guild?.ownerId === accountId) {
    if ((await findHeir(chat.database, guild)) === null)
      return clearAwayWholly(chat, guildId, async (now, _, tx) => {
        if (now.ownerId !== accountId || (await findHeir(tx, now)) !== null) refuse(refusals.owner_must_stay)
      })
    await passOn(chat, guildId, accountId)
  }
  await removeFromGuild(chat, guildId, (now, members) => {
    if (now.ownerId === accountId) refuse(refusals.owner_must_stay)
    return members.get(accountId)
  })
  return 'left'
}

async function passOn(chat: Chat, guildId: string, ownerId: string): Promise<void> {
  await changeGuild(chat, guildId, {
    async apply(tx, guild) {
      if (guild.ownerId !== ownerId) return
      const heir = (await findHeir(tx, guild)) ?? refuse(refusals.owner_must_stay)
      await updateGuildOwner(tx, guildId, heir)
    },
    announce: (after) => [guildUpdated(after)],
  })
}
