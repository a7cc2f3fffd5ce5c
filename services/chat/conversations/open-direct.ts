import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { conversationRefusals, refusals, type GuildState } from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'
import { changeAndTell } from '../outbox/change-and-tell.ts'
import { conversationEvents } from './conversation-events.ts'
import { findPair, insertPair, updateHidden } from './conversation-store.ts'
import { foundConversation, lockAccounts, planConversation } from './found-conversation.ts'
import { requireMayWriteTo } from './may-write-to.ts'
import { showAgain } from './show-again.ts'

/**
 * The direct conversation of an account with another, which is always the same one. The other does not see a new one
 * before something is written in it. One who may not be written to gets no new one.
 */
export async function openDirect(chat: Chat, by: Actor, otherId: string): Promise<GuildState> {
  const { accountId } = by
  if (otherId === accountId) refuse(conversationRefusals.invalid_recipient)
  const users = await chat.authors.usersOfAccounts([otherId])
  if (!users.has(otherId)) refuse(refusals.unknown_user)
  const known = await findPair(chat.database, accountId, otherId)
  if (known !== null) return reopen(chat, accountId, known)
  await requireMayWriteTo(chat, { fromId: accountId, toId: otherId })
  return (
    (await found(chat, accountId, otherId)) ?? reopen(chat, accountId, await pairOf(chat, accountId, otherId))
  )
}

/** Null where another one was faster. */
async function found(chat: Chat, accountId: string, otherId: string): Promise<GuildState | null> {
  const planned = await planConversation(chat, 1, [accountId, otherId])
  return changeAndTell(chat, {
    async apply(tx) {
      await lockAccounts(tx, [accountId, otherId])
      if ((await findPair(tx, accountId, otherId)) !== null) return null
      await foundConversation(chat, tx, planned)
      const { id, members } = planned
      if (!(await insertPair(tx, id, [accountId, otherId]))) throw new Error('two conversations of one pair')
      const other = members.find((one) => one.accountId === otherId)
      if (other) await updateHidden(tx, id, { ref: other.membership.ref, hidden: true })
      return id
    },
    about: (id) => (id === null ? null : { guild: id }),
    async tell(id) {
      if (id === null) return null
      const guild = (await chat.guilds.reload(id)) ?? refuse(refusals.unknown_user)
      publish(chat.bus, await conversationEvents(chat, 'CHANNEL_CREATE', { guild, accountIds: [accountId] }))
      return guild
    },
  })
}

async function pairOf(chat: Chat, accountId: string, otherId: string): Promise<string> {
  return (await findPair(chat.database, accountId, otherId)) ?? refuse(refusals.unknown_user)
}

async function reopen(chat: Chat, accountId: string, id: string): Promise<GuildState> {
  const guild = (await chat.guilds.get(id)) ?? refuse(refusals.unknown_user)
  if (!guild.recipients.some((one) => one.accountId === accountId && one.hidden)) return guild
  await showAgain(chat, id, accountId)
  return (await chat.guilds.get(id)) ?? refuse(refusals.unknown_user)
}
