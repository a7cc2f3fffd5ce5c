import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import type { Message } from '../contract/index.ts'
import { changeAndTell } from '../outbox/change-and-tell.ts'
import { insertEdit } from './edit-store.ts'
import { dropAdded, type EditedExtras } from './edited-extras.ts'
import type { Before } from './list-edits.ts'
import type { MentioningText } from './mentions.ts'
import { marks } from './message-marks.ts'
import { updateMessage, type MessageChanges, type MessageRow } from './message-store.ts'
import { rowId, type OpenMessage } from './open-messages.ts'
import { dropFiles } from './remove-messages.ts'
import { tellEdited } from './tell-edited.ts'
import type { TextChannelAccess } from './text-channel.ts'

const { tables } = catalogue

export interface Edit {
  readonly row: MessageRow
  readonly before: OpenMessage
  readonly flags: number
  /** Null where it stays. */
  readonly text: MentioningText | null
  /** Null where they stay. */
  readonly extras: EditedExtras | null
}

/**
 * Writes an edit, keeps what the message said until now, and tells of it. Answers the message as it is then; null where
 * it is gone. What was added and is not kept is dropped.
 */
export async function writeEdit(chat: Chat, access: TextChannelAccess, edit: Edit): Promise<Message | null> {
  const { row, before, text, extras } = edit
  const at = new Date(chat.clock.now())
  const keeps = text !== null && text.content !== before.content
  const changes: MessageChanges = {
    flags: edit.flags,
    ...((text ?? extras) && { edited_at: at }),
    ...(text && (await sealedText(chat, access, { row, text }))),
    ...(extras && {
      extras: await sealed(chat, access, { row, column: 'extras', value: extras.extras }),
      bundle_id: extras.bundle,
    }),
    ...(keeps && { addMarks: marks.edits }),
  }
  const old = keeps ? await sealedBefore(chat, access, { row, before }) : null
  let kept = false
  try {
    return await changeAndTell(chat, {
      async apply(tx) {
        const updated = await updateMessage(tx, { channelId: row.channel_id, id: row.id }, changes)
        if (!updated) return null
        if (old) await insertEdit(tx, { ...old, replaced_at: at })
        if (extras && extras.taken.length > 0) await chat.jobs.add(tx, dropFiles, { ids: [...extras.taken] })
        return updated
      },
      about: (found) => (found ? { edited: [[row.channel_id, row.id]] } : null),
      tell(found) {
        kept = found !== null
        const reader = access.member.membershipRef
        return found ? tellEdited(chat, { guild: access.guild, row: found, reader }) : null
      },
    })
  } finally {
    if (!kept) await dropAdded(chat, extras?.added ?? [])
  }
}

async function sealedText(
  chat: Chat,
  access: TextChannelAccess,
  { row, text }: { readonly row: MessageRow; readonly text: MentioningText },
): Promise<MessageChanges> {
  const [content, mentions] = await Promise.all([
    sealed(chat, access, { row, column: 'content', value: text.content }),
    sealed(chat, access, { row, column: 'mentions', value: text.mentions }),
  ])
  return { content, mentions, mention_everyone: text.everyone }
}

async function sealed(
  chat: Chat,
  { member }: TextChannelAccess,
  {
    row,
    column,
    value,
  }: {
    readonly row: MessageRow
    readonly column: 'content' | 'mentions' | 'extras'
    readonly value: unknown
  },
): Promise<Buffer | null> {
  if (value === null) return null
  const [bytes] = await chat.sealer.seal(tables.messages, column, [
    { row: rowId(row), key: member.contentKeyId, value },
  ])
  return bytes ? Buffer.from(bytes) : null
}

async function sealedBefore(
  chat: Chat,
  { member }: TextChannelAccess,
  { row, before }: { readonly row: MessageRow; readonly before: OpenMessage },
) {
  const id = chat.ids.next()
  const value: Before = { content: before.content, mentions: before.mentions }
  const [bytes] = await chat.sealer.seal(tables.message_edits, 'before', [
    { row: `${rowId(row)}:${id}`, key: member.contentKeyId, value },
  ])
  if (!bytes) throw new Error('an old text was not sealed')
  return {
    channel_id: row.channel_id,
    message_id: row.id,
    id,
    author_ref: row.author_ref,
    before: Buffer.from(bytes),
  }
}
