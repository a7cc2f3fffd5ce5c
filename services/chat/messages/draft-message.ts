import type { Chat } from '../chat.ts'
import { kinds, messageFlags, type MemberState, type Message } from '../contract/index.ts'
import { findMembers } from '../members/find-member.ts'
import { showNewPoll } from '../polls/show-poll.ts'
import { countMentions } from '../read-states/count-mentions.ts'
import { showForward } from './forwarded.ts'
import { namedAccounts, storeMentions, type MentioningText } from './mentions.ts'
import { mentionScope } from './message-policy.ts'
import type { MessageKey } from './message-store.ts'
import type { OpenMessage } from './open-messages.ts'
import { publishCreated } from './publish-messages.ts'
import { shownWith } from './shown-with.ts'
import type { TextChannelAccess } from './text-channel.ts'
import { wireMessage } from './wire-message.ts'
import type { Draft, WrittenPlace } from './write-group.ts'
import type { Writing } from './writing.ts'

export interface PreparedMessage {
  readonly draft: Draft
  /** The message on the wire, once it is written. */
  readonly rendered: () => Message
}

const nobody: ReadonlyMap<string, MemberState> = new Map()

/** Everything about a message that can be known before it has an id, and its announcement. */
export async function draftMessage(
  chat: Chat,
  access: TextChannelAccess,
  writing: Writing,
): Promise<PreparedMessage> {
  const { guild, channel, member } = access
  const { answers, forwards, said } = writing
  const accounts = namedAccounts(writing.content)
  const named = accounts.length === 0 ? nobody : await findMembers(chat, guild, accounts)
  const text = textOf(access, writing, named)
  const message = {
    channelId: channel.id,
    guildId: guild.id,
    authorRef: member.membershipRef,
    keyId: member.contentKeyId,
    kind: writing.kind,
    flags: writing.flags | (forwards ? messageFlags.hasSnapshot : 0),
    marks: writing.marks,
    extras: writing.extras,
    ...text,
    reply: referenceOf(writing),
  }
  const unplaced: OpenMessage = { ...message, id: '0', number: 0, editedAt: null }
  const here = [member, ...named.values()]
  const shown = await shownWith(chat, answers ? [unplaced, answers] : [unplaced], here)
  const forward = forwards ? await showForward(chat, forwards) : null
  const mentioned = (text.mentions?.users ?? []).flatMap((ref) => shown.users.get(ref)?.id ?? [])
  const members = await membersOf(chat, access, { named, mentioned })
  const nonce = await hashedNonce(chat, access, writing)
  let written: Message | null = null
  return {
    draft: {
      ...message,
      bundle: writing.bundle,
      pollHours: writing.pollHours,
      version: guild.version,
      memberVersion: said?.former ? null : member.version,
      contentKeyId: member.contentKeyId,
      nonce,
      written({ id, number }: WrittenPlace) {
        const open = { ...unplaced, id, number }
        const wire = wireMessage(open, shown, answers)
        chat.pages.add({ open, wire, answered: answers })
        written = {
          ...wire,
          ...forward,
          ...showNewPoll(open),
          ...(writing.nonce !== null && { nonce: writing.nonce }),
        }
        publishCreated(chat, { guild, message: written, number, members })
        countLater(chat, access, { number, refs: text.mentions?.users ?? [] })
      },
    },
    rendered: () => written ?? unwritten(),
  }
}

function unwritten(): never {
  throw new Error('a message was asked for before it was written')
}

/** The message it refers to. */
function referenceOf({ answers, forwards, said }: Writing): MessageKey | null {
  const message = answers ?? forwards
  return message ? { channelId: message.channelId, id: message.id } : (said?.about ?? null)
}

function textOf(
  access: TextChannelAccess,
  { kind, content, allowed, answers, said }: Writing,
  members: ReadonlyMap<string, MemberState>,
): MentioningText {
  const repliedTo = kind === kinds.reply ? (answers?.authorRef ?? null) : null
  const text = storeMentions(content, mentionScope(access, { members, allowed, repliedTo }))
  if (!said || said.whom === null) return text
  return { ...text, mentions: { roles: [], named: text.mentions?.named ?? [], users: [said.whom] } }
}

/** The message is written, whatever comes of that. */
function countLater(
  chat: Chat,
  { guild, channel, member }: TextChannelAccess,
  { number, refs }: { readonly number: number; readonly refs: readonly string[] },
): void {
  if (refs.length === 0) return
  countMentions(chat, { guild, channel, authorId: member.accountId, number, refs }).catch((error: unknown) =>
    chat.log.warn('chat.mentions_not_counted', { error }),
  )
}

/** Those of the people it shows who are in the guild. Whoever it answers was not asked for with those it names. */
async function membersOf(
  chat: Chat,
  { guild, member }: TextChannelAccess,
  {
    named,
    mentioned,
  }: { readonly named: ReadonlyMap<string, MemberState>; readonly mentioned: readonly string[] },
): Promise<ReadonlyMap<string, MemberState>> {
  const others = mentioned.filter((id) => !named.has(id))
  if (named.size === 0 && others.length === 0) return new Map([[member.accountId, member]])
  const found = others.length === 0 ? nobody : await findMembers(chat, guild, others)
  return new Map([...named, ...found, [member.accountId, member]])
}

async function hashedNonce(
  chat: Chat,
  { channel, member }: TextChannelAccess,
  { nonce, enforceNonce }: Writing,
): Promise<Draft['nonce']> {
  if (nonce === null || nonce === '') return null
  const value = `${channel.id}:${member.membershipRef}:${nonce}`
  const [hash] = await chat.keys.blindIndex({ purpose: 'nonce', values: [value] })
  return hash ? { hash, enforce: enforceNonce } : null
}
