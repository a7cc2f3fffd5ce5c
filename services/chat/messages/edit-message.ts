import { refuse, type Input } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import { messageRefusals, refusals, type editMessage as call, type Message } from '../contract/index.ts'
import { findMembers } from '../members/find-member.ts'
import { getTextChannel, type TextChannelAccess } from './text-channel.ts'
import { namedAccounts, storeMentions, type MentioningText } from './mentions.ts'
import { mayEdit, mentionScope, withAllowedFlags } from './message-policy.ts'
import { findMessage, updateMessage, type MessageRow } from './message-store.ts'
import { openMessages, rowId, type OpenMessage } from './open-messages.ts'
import { publishUpdated } from './publish-messages.ts'
import { renderMessages } from './render-messages.ts'

/** Changes one's own message: its text, its flags or both. Changes are told of in the order in which they were made. */
export async function editMessage(chat: Chat, by: Actor, input: Input<typeof call>): Promise<Message> {
  const access = await getTextChannel(chat, by, { channelId: input.channelId })
  return chat.guilds.inTurn(access.guild.id, () => edit(chat, access, input))
}

async function edit(chat: Chat, access: TextChannelAccess, input: Input<typeof call>): Promise<Message> {
  const key = { channelId: input.channelId, id: input.messageId }
  const row = await findMessage(chat.database, key)
  if (!row) return refuse(messageRefusals.unknown_message)
  requireEditable(access, row)
  if (input.content === null || input.content === '') refuse(messageRefusals.empty_message)
  const [before] = await openMessages(chat.sealer, [row])
  const text = before && input.content !== undefined ? await textOf(chat, { access, before, input }) : null
  const edited = {
    key,
    flags: typeof input.flags === 'number' ? withAllowedFlags(row.flags, input.flags) : row.flags,
    editedAt: new Date(chat.clock.now()),
    ...(text && { text: await sealText(chat, access, { row: rowId(row), text }) }),
  }
  if (!(await updateMessage(chat.database, edited))) refuse(messageRefusals.unknown_message)
  const [message] = await renderMessages(chat, [
    {
      ...row,
      flags: edited.flags,
      edited_at: edited.editedAt,
      ...(edited.text && {
        content: edited.text.content,
        mentions: edited.text.mentions,
        mention_everyone: edited.text.everyone,
      }),
    },
  ])
  if (!message) return refuse(messageRefusals.unknown_message)
  await publishUpdated(chat, access.guild, message)
  return message
}

function requireEditable(access: TextChannelAccess, row: MessageRow): void {
  if (!mayEdit(access, row.author_ref)) refuse(messageRefusals.not_your_message)
  if (row.kind === 18 || row.kind === 21) refuse(messageRefusals.system_message)
  if (access.channel.thread?.archived) refuse(refusals.thread_archived)
}

interface Editing {
  readonly access: TextChannelAccess
  readonly before: OpenMessage
  readonly input: Input<typeof call>
}

/** Whoever was answered stays notified as they were, unless the edit says otherwise. */
async function textOf(chat: Chat, { access, before, input }: Editing): Promise<MentioningText> {
  const { mentions } = before
  const content = input.content ?? ''
  const replied =
    mentions?.users.find((ref) => before.reply !== null && !mentions.named.includes(ref)) ?? null
  const named = await findMembers(chat, access.guild, namedAccounts(content))
  const allowed = input.allowed_mentions ?? null
  return storeMentions(content, mentionScope(access, named, { allowed, repliedTo: replied }))
}

async function sealText(
  chat: Chat,
  { member }: TextChannelAccess,
  { row, text }: { readonly row: string; readonly text: MentioningText },
) {
  const { messages } = catalogue.tables
  const place = { row, key: member.contentKeyId }
  const [[content], [mentions]] = await Promise.all([
    chat.sealer.seal(messages, 'content', [{ ...place, value: text.content }]),
    chat.sealer.seal(messages, 'mentions', text.mentions ? [{ ...place, value: text.mentions }] : []),
  ])
  if (!content) throw new Error('a text was not sealed')
  return {
    content: Buffer.from(content),
    mentions: mentions ? Buffer.from(mentions) : null,
    everyone: text.everyone,
  }
}
