import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import { DatabaseUnavailable, type Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { messageRefusals, pollRefusals, refusals, type Holder } from '../contract/index.ts'
import { mayWriteTo } from '../conversations/may-write-to.ts'
import type { Schema } from '../database/types.ts'
import { publish } from '../guilds/publish.ts'
import { refusedAt } from '../invites/refused-at.ts'
import { lockMessage } from '../messages/message-store.ts'
import type { TextChannelAccess } from '../messages/text-channel.ts'
import { changeAndTell } from '../outbox/change-and-tell.ts'
import { holdsMembership } from '../reactions/reaction-store.ts'
import { getAnswer, getPoll, type FoundPoll, type OfPoll } from './get-poll.ts'
import { voteEvent } from './poll-events.ts'
import { insertVote, isOpen, listOwnChoices, removeVotes } from './poll-store.ts'
import { sealAnswer } from './seal-answer.ts'

/** The answers somebody wants to have chosen, given those they chose: by number. */
export type Choose = (before: ReadonlySet<number>, several: boolean) => ReadonlySet<number>

const mostAttempts = 8

/** Changes what somebody voted for in a poll, and tells of it. */
export async function vote(
  chat: Chat,
  by: Actor,
  { choose, ...of }: OfPoll & { readonly choose: Choose },
): Promise<void> {
  if (by.bot) refuse(refusals.people_only)
  await chat.guilds.inTurn(of.messageId, async () => {
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      const found = await getPoll(chat, by, of)
      if (found.access.channel.thread?.archived) refuse(refusals.thread_archived)
      await requireMayVote(chat, found.access)
      if (await change(chat, found, choose)) return
      chat.members.forget(found.access.guild.id, by.accountId)
    }
    throw new DatabaseUnavailable()
  })
}

/** Not those who may do less for a while; in a direct conversation who may write to the other. */
async function requireMayVote(chat: Chat, { guild, member }: TextChannelAccess): Promise<void> {
  const { held }: Holder = member
  if (held !== undefined) refuse(refusals.missing_permissions)
  if (guild.kind !== 1) return
  const began = performance.now()
  const other = guild.recipients.find((one) => one.membershipRef !== member.membershipRef)
  if (await mayWriteTo(chat, { fromId: member.accountId, toId: other?.accountId ?? null })) return
  await refusedAt(began)
  refuse(pollRefusals.voting_blocked)
}

interface Changed {
  readonly added: readonly number[]
  readonly removed: readonly number[]
}

/** False where the voter's membership is not any more what it was. */
async function change(chat: Chat, found: FoundPoll, choose: Choose): Promise<boolean> {
  const { guild, member } = found.access
  const key = { channelId: found.row.channel_id, id: found.row.id }
  return changeAndTell(chat, {
    apply: (tx) => write(chat, tx, { ...found, choose }),
    about: (changed) =>
      changed && changed.added.length + changed.removed.length > 0
        ? { edited: [[key.channelId, key.id]] }
        : null,
    tell(changed) {
      if (!changed) return false
      const of = { ...key, guildId: guild.id }
      const event = (t: Parameters<typeof voteEvent>[0]) => (answerId: number) =>
        voteEvent(t, of, { userId: member.accountId, answerId })
      publish(chat.bus, [
        ...changed.removed.map(event('MESSAGE_POLL_VOTE_REMOVE')),
        ...changed.added.map(event('MESSAGE_POLL_VOTE_ADD')),
      ])
      return true
    },
  })
}

async function write(
  chat: Chat,
  tx: Transaction<Schema>,
  { access, row, poll, choose }: FoundPoll & { readonly choose: Choose },
): Promise<Changed | null> {
  const { guild, member } = access
  const key = { channelId: row.channel_id, id: row.id }
  const { membershipRef: ref, contentKeyId: keyId } = member
  if (!(await lockMessage(tx, key))) refuse(messageRefusals.unknown_message)
  if (!(await holdsMembership(tx, { guildId: guild.id, ref, keyId }))) return null
  if (!(await isOpen(tx, key, new Date(chat.clock.now())))) refuse(pollRefusals.poll_ended)
  const own = await listOwnChoices(tx, key, ref)
  const numberOf = (choice: string) => poll.answers.findIndex((one) => one.choice === choice) + 1
  const before = new Set(own.map(numberOf))
  const after = choose(before, poll.several)
  const choices = new Map(Array.from(after, (answerId) => [answerId, getAnswer(poll, answerId).choice]))
  if (after.size > 1 && !poll.several) refuse(pollRefusals.unknown_answer)
  const removed = own.filter((choice) => !after.has(numberOf(choice)))
  if (removed.length > 0)
    await removeVotes(
      tx,
      removed.map((choice) => ({ ...key, choice, ref })),
    )
  const added = [...choices].filter(([answerId]) => !before.has(answerId))
  for (const [answerId, choice] of added) {
    const mine = { ...key, choice, ref }
    const answer = await sealAnswer(chat, mine, { keyId, answerId })
    await insertVote(tx, { ...mine, answer }, guild.id)
  }
  return { added: added.map(([answerId]) => answerId), removed: removed.map(numberOf) }
}
