import { refuse, type Input } from '@alles/platform/contract'
import type { Chat } from '../chat.ts'
import {
  holds,
  messageRefusals,
  mostAttachments,
  permissions,
  refusals,
  type editMessage,
} from '../contract/index.ts'
import type { AskedEdit } from './edit-message.ts'
import { attachFiles, newFiles } from './attach-files.ts'
import { embedsOf } from './embeds-of.ts'
import { extrasOf, type Extras, type StoredFile } from './extras.ts'
import type { OpenMessage } from './open-messages.ts'
import type { TextChannelAccess } from './text-channel.ts'

/** What a message shows beside its text after an edit. */
export interface EditedExtras {
  readonly extras: Extras | null
  readonly bundle: string | null
  /** Files that came with the edit: to be deleted should it fail. */
  readonly added: readonly string[]
  /** Files that it takes away. */
  readonly taken: readonly string[]
}

interface Edited {
  readonly before: OpenMessage
  readonly bundle: string | null
  readonly asked: AskedEdit
}

/** Null where the edit leaves them as they are. */
export async function editedExtras(
  chat: Chat,
  access: TextChannelAccess,
  { before, bundle, asked }: Edited,
): Promise<EditedExtras | null> {
  const { by, input, received } = asked
  const changesFiles = Array.isArray(input.attachments) || received.length > 0
  const changesEmbeds = input.embeds !== undefined
  const losesPreviews = input.content !== undefined && before.extras?.previews !== undefined
  if (!changesFiles && !changesEmbeds && !losesPreviews) return null
  const old = before.extras?.files ?? []
  const kept = changesFiles ? keptFiles(old, input.attachments) : old
  const sent = newFiles(input.attachments ?? [], received, (id) => old.some((file) => file.id === id))
  if (kept.length + sent.length > mostAttachments) refuse(messageRefusals.too_many_attachments)
  if (sent.length > 0 && !holds(access.held, permissions.ATTACH_FILES)) refuse(refusals.missing_permissions)
  if (input.embeds?.length && !holds(access.held, permissions.EMBED_LINKS))
    refuse(refusals.missing_permissions)
  const attached = sent.length === 0 ? null : await attachFiles(chat, access, { files: sent, bundle })
  const files = [...kept, ...(attached?.files ?? [])]
  const added = (attached?.files ?? []).map((file) => file.id)
  try {
    const embeds = changesEmbeds ? embedsOf(by, input.embeds ?? [], { files, sent }) : before.extras?.embeds
    return {
      extras: extrasOf({
        ...before.extras,
        embeds,
        files,
        previews: losesPreviews ? [] : before.extras?.previews,
      }),
      bundle: attached?.bundle ?? bundle,
      added,
      taken: [
        ...old.filter((file) => !kept.some((one) => one.id === file.id)).map((file) => file.id),
        ...(losesPreviews ? (before.extras?.previews ?? []).flatMap((one) => one.picture?.id ?? []) : []),
      ],
    }
  } catch (error) {
    await dropAdded(chat, added)
    throw error
  }
}

/** The edit did not come to be. What this cannot do now, nobody else does: so it is said loudly. */
export async function dropAdded(chat: Chat, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  try {
    await chat.media.dropAttachments({ ids: [...ids] })
  } catch (error) {
    chat.log.error('messages.added_files_not_dropped', { count: ids.length, error })
  }
}

/** Those that the edit names, with what it says of them. Without a list all stay. */
function keptFiles(
  old: readonly StoredFile[],
  asked: Input<typeof editMessage>['attachments'],
): readonly StoredFile[] {
  if (!asked) return old
  return asked.flatMap(({ id, description, is_spoiler: spoiler }) => {
    const file = old.find((one) => one.id === id)
    if (!file) return []
    const { description: oldDescription, spoiler: oldSpoiler, ...stored } = file
    const newDescription = description === undefined ? oldDescription : description
    const newSpoiler = typeof spoiler === 'boolean' ? spoiler : oldSpoiler
    return {
      ...stored,
      ...(newDescription && { description: newDescription }),
      ...(newSpoiler && { spoiler: true as const }),
    }
  })
}
