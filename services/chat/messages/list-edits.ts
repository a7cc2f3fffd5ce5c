import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import { messageRefusals, permissions, refusals, type MessageEdit } from '../contract/index.ts'
import { listEditRows, type EditRow } from './edit-store.ts'
import { resolveMentions, type StoredMentions } from './mentions.ts'
import { mayManage } from './message-policy.ts'
import { findMessage } from './message-store.ts'
import { getTextChannel } from './text-channel.ts'

/** What an edit keeps, sealed. */
export interface Before {
  readonly content: string
  readonly mentions: StoredMentions | null
}

const mostShown = 100

/** What a message said before, newest first, for its author and for those who keep order. */
export async function listEdits(
  chat: Chat,
  by: Actor,
  { channelId, messageId }: { readonly channelId: string; readonly messageId: string },
): Promise<MessageEdit[]> {
  const access = await getTextChannel(chat, by, { channelId, needed: permissions.READ_MESSAGE_HISTORY })
  const key = { channelId, id: messageId }
  const row = await findMessage(chat.database, key)
  if (!row) return refuse(messageRefusals.unknown_message)
  const isAuthor = row.author_ref === access.member.membershipRef
  if (!isAuthor && !mayManage(access)) refuse(refusals.missing_permissions)
  return openEdits(chat, await listEditRows(chat.database, key, mostShown))
}

const { message_edits } = catalogue.tables

async function openEdits(chat: Chat, rows: readonly EditRow[]): Promise<MessageEdit[]> {
  const opened = await chat.sealer.open<Before, typeof message_edits>(
    message_edits,
    'before',
    rows.map((row) => ({ row: `${row.channel_id}:${row.message_id}:${row.id}`, sealed: row.before })),
  )
  const refs = opened.flatMap((before) => before?.mentions?.named ?? [])
  const users = await chat.authors.users([...new Set(refs)])
  return rows.map((row, index) => {
    const { content, mentions } = opened[index] ?? { content: '', mentions: null }
    return {
      id: row.id,
      content: resolveMentions(content, mentions, (ref) => users.get(ref)?.id),
      replaced_at: row.replaced_at.toISOString(),
    }
  })
}
