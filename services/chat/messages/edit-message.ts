import { refuse, type Input } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import {
  messageRefusals,
  pollRefusals,
  refusals,
  type editMessage as call,
  type Message,
} from '../contract/index.ts'
import { findMembers } from '../members/find-member.ts'
import { getReachable } from '../conversations/get-channel-to-write.ts'
import type { ReceivedFile } from './attach-files.ts'
import { dropAdded, editedExtras, type EditedExtras } from './edited-extras.ts'
import { namedAccounts, storeMentions, type MentioningText } from './mentions.ts'
import { marks } from './message-marks.ts'
import { isWritten, mayEdit, mayManage, mentionScope, withAllowedFlags } from './message-policy.ts'
import { findMessage, type MessageRow } from './message-store.ts'
import { openMessages, type OpenMessage } from './open-messages.ts'
import { askForPreviews } from './preview-links.ts'
import { writeEdit } from './write-edit.ts'
import type { TextChannelAccess } from './text-channel.ts'

/** An edit as it is asked for. */
export interface AskedEdit {
  readonly by: Actor
  readonly input: Input<typeof call>
  /** Files of the form. */
  readonly received: readonly ReceivedFile[]
}

/** Changes one's own message, or hides another's embeds. Changes are told of in the order in which they were made. */
export async function editMessage(chat: Chat, asked: AskedEdit): Promise<Message> {
  const access = await getReachable(chat, asked.by, { channelId: asked.input.channelId })
  return chat.guilds.inTurn(access.guild.id, () => edit(chat, access, asked))
}

async function edit(chat: Chat, access: TextChannelAccess, asked: AskedEdit): Promise<Message> {
  const row = await findMessage(chat.database, {
    channelId: asked.input.channelId,
    id: asked.input.messageId,
  })
  const [before] = row ? await openMessages(chat.sealer, [row]) : []
  if (!row || !before) return refuse(messageRefusals.unknown_message)
  if (!mayEdit(access, row.author_ref) && !onlyHidesEmbeds(access, asked))
    refuse(messageRefusals.not_your_message)
  if (!isWritten(before)) refuse(messageRefusals.not_editable)
  if ((row.marks & marks.poll) !== 0) refuse(pollRefusals.poll_not_editable)
  if (access.channel.thread?.archived) refuse(refusals.thread_archived)
  const text = asked.input.content === undefined ? null : await textOf(chat, access, { before, asked })
  const extras = await editedExtras(chat, access, { before, bundle: row.bundle_id, asked })
  return write(chat, access, { row, before, asked, text, extras })
}

interface Change {
  readonly row: MessageRow
  readonly before: OpenMessage
  readonly asked: AskedEdit
  readonly text: MentioningText | null
  readonly extras: EditedExtras | null
}

async function write(chat: Chat, access: TextChannelAccess, change: Change): Promise<Message> {
  const { row, before, asked, text, extras } = change
  if (isEmptied(change)) {
    await dropAdded(chat, extras?.added ?? [])
    refuse(messageRefusals.empty_message)
  }
  const flags =
    typeof asked.input.flags === 'number' ? withAllowedFlags(row.flags, asked.input.flags) : row.flags
  const message = await writeEdit(chat, access, { row, before, flags, text, extras })
  if (!message) return refuse(messageRefusals.unknown_message)
  if (text) await askForPreviews(chat, access, { id: row.id, content: text.content, flags })
  return message
}

/** Those who keep order may hide what another's links show, and nothing else. */
function onlyHidesEmbeds(access: TextChannelAccess, { input, received }: AskedEdit): boolean {
  const { content, embeds, attachments, flags } = input
  return (
    mayManage(access) &&
    typeof flags === 'number' &&
    content === undefined &&
    embeds === undefined &&
    attachments === undefined &&
    received.length === 0
  )
}

function isEmptied({ before, text, extras }: Change): boolean {
  const content = text ? text.content : before.content
  const left = extras ? extras.extras : before.extras
  return content === '' && !left?.files && !left?.embeds && !left?.stickers
}

/** Whoever was answered stays notified as they were, unless the edit says otherwise. */
async function textOf(
  chat: Chat,
  access: TextChannelAccess,
  { before, asked }: { readonly before: OpenMessage; readonly asked: AskedEdit },
): Promise<MentioningText> {
  const { mentions } = before
  const content = asked.input.content ?? ''
  const repliedTo =
    mentions?.users.find((ref) => before.reply !== null && !mentions.named.includes(ref)) ?? null
  const members = await findMembers(chat, access.guild, namedAccounts(content))
  return storeMentions(
    content,
    mentionScope(access, { members, allowed: asked.input.allowed_mentions ?? null, repliedTo }),
  )
}
