import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import { DatabaseUnavailable, type Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { messageRefusals, mostReactions, reactionRefusals, type PartialEmoji } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { publish } from '../guilds/publish.ts'
import { marks } from '../messages/message-marks.ts'
import { lockMessage, raiseRevision, updateMessage } from '../messages/message-store.ts'
import { changeAndTell } from '../outbox/change-and-tell.ts'
import { emojiNamed, type EmojiName } from './emoji-name.ts'
import { getChangeable, type OfMessage, type Reactable } from './get-reactable.ts'
import { requireMayReact, requireReach } from './may-react.ts'
import { reactionAdded } from './reaction-events.ts'
import {
  holdsMembership,
  insertReaction,
  insertReactor,
  listReactions,
  listTokens,
  type ReactorKey,
} from './reaction-store.ts'
import { reactionToken } from './reaction-token.ts'
import { openEmojis, sealEmoji } from './seal-emoji.ts'
import { findUsableEmoji } from './usable-emoji.ts'

const mostAttempts = 8

/** Reacts to a message. Does nothing where that emoji is there already. */
export async function addReaction(
  chat: Chat,
  by: Actor,
  input: OfMessage & { readonly emoji: string },
): Promise<void> {
  const named = emojiNamed(input.emoji) ?? refuse(reactionRefusals.unknown_reaction_emoji)
  await chat.guilds.inTurn(input.messageId, async () => {
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      const found = await getChangeable(chat, by, input)
      await requireReach(chat, found.access)
      const judged = await judge(chat, found, named)
      if (!judged || (await write(chat, found, judged)) !== 'changed') return
      chat.members.forget(found.access.guild.id, by.accountId)
    }
    throw new DatabaseUnavailable()
  })
}

interface Judged {
  readonly key: ReactorKey
  readonly token: Buffer
  readonly emoji: PartialEmoji
  /** Whether the message does not have it yet. */
  readonly isNew: boolean
}

/** Null where there is nothing to do. */
async function judge(chat: Chat, { access, row }: Reactable, named: EmojiName): Promise<Judged | null> {
  const message = { channelId: row.channel_id, id: row.id }
  const { membershipRef: ref } = access.member
  const [token, there] = await Promise.all([
    reactionToken(chat, message, named),
    listReactions(chat.database, message.channelId, { messageIds: [message.id], reader: ref }),
  ])
  const known = there.find((one) => one.token.equals(token))
  if (known?.mine) return null
  requireMayReact(access, !known)
  if (known) {
    const [emoji] = await openEmojis(chat, [known])
    if (emoji) return { key: { ...message, reactionId: known.reactionId, ref }, token, emoji, isNew: false }
  }
  if (there.length >= mostReactions) refuse(reactionRefusals.too_many_reactions)
  const emoji =
    (await findUsableEmoji(chat, access, named)) ?? refuse(reactionRefusals.unknown_reaction_emoji)
  return {
    key: { ...message, reactionId: known?.reactionId ?? chat.ids.next(), ref },
    token,
    emoji,
    isNew: !known,
  }
}

type Outcome = 'added' | 'known' | 'changed'

async function write(chat: Chat, found: Reactable, judged: Judged): Promise<Outcome> {
  const { guild, member } = found.access
  const { key, emoji } = judged
  const keyId = member.contentKeyId
  const sealed = await sealEmoji(chat, key, { keyId, emoji })
  const authorRef = found.row.author_ref
  const users = await chat.authors.users([key.ref, authorRef], [member])
  return changeAndTell(chat, {
    apply: (tx) => insert(tx, found, { ...judged, sealed }),
    about: (outcome) => (outcome === 'added' ? { reacted: [[key.channelId, key.id]] } : null),
    tell(outcome) {
      // Pages that were read before it had any say that there is nothing to look for.
      if (isUnmarked(found)) chat.pages.forget(key.channelId)
      const user = users.get(key.ref)
      if (outcome === 'added' && user)
        publish(chat.bus, [
          reactionAdded(
            { ...key, guildId: guild.id },
            { user, member, emoji, authorId: users.get(authorRef)?.id ?? authorRef },
          ),
        ])
      return outcome
    },
  })
}

/** `changed`: what was judged is not true any more. */
async function insert(
  tx: Transaction<Schema>,
  found: Reactable,
  { key, token, isNew, sealed }: Judged & { readonly sealed: Buffer },
): Promise<Outcome> {
  const { guild, member } = found.access
  // Heads before messages, as those who delete take them.
  if (isUnmarked(found)) await raiseRevision(tx, key.channelId)
  const row = (await lockMessage(tx, key)) ?? refuse(messageRefusals.unknown_message)
  const membership = { guildId: guild.id, ref: key.ref, keyId: member.contentKeyId }
  if (!(await holdsMembership(tx, membership))) return 'changed'
  const there = await listTokens(tx, key)
  const known = there.find((one) => one.token.equals(token))
  if (known?.id !== (isNew ? undefined : key.reactionId)) return 'changed'
  if (isNew && there.length >= mostReactions) refuse(reactionRefusals.too_many_reactions)
  if (isNew) await insertReaction(tx, key, { guildId: guild.id, token })
  const added = await insertReactor(tx, key, { ref: key.ref, emoji: sealed })
  if ((row.marks & marks.reactions) === 0) await updateMessage(tx, key, { addMarks: marks.reactions })
  return added ? 'added' : 'known'
}

function isUnmarked({ row }: Reactable): boolean {
  return (row.marks & marks.reactions) === 0
}
