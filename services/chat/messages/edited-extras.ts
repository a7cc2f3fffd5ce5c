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
import { attachFiles, newFiles, type NewFile } from './attach-files.ts'
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
  const old = before.extras ?? {}
  const previews = previewsAfter(old, asked)
  if (!changesFiles(asked) && asked.input.embeds === undefined && !previews.change) return null
  const files = filesAfter(old, asked)
  requireAllowed(access, asked, files)
  const attached = await attachSent(chat, access, { sent: files.sent, bundle })
  const all = [...files.kept, ...attached.files]
  const added = attached.files.map((file) => file.id)
  try {
    const embeds = embedsAfter(old, asked, { files: all, sent: files.sent })
    return {
      extras: extrasOf({ ...old, embeds, files: all, previews: previews.left }),
      bundle: attached.bundle,
      added,
      taken: [...files.taken, ...previews.taken],
    }
  } catch (error) {
    await dropAdded(chat, added)
    throw error
  }
}

function changesFiles({ input, received }: AskedEdit): boolean {
  return Array.isArray(input.attachments) || received.length > 0
}

/** Another text has other links: what the old ones led to goes. */
function previewsAfter({ previews }: Extras, { input }: AskedEdit) {
  if (input.content === undefined || previews === undefined)
    return { change: false, left: previews, taken: [] }
  return { change: true, left: undefined, taken: previews.flatMap((one) => one.picture?.id ?? []) }
}

interface EditedFiles {
  readonly kept: readonly StoredFile[]
  readonly sent: readonly NewFile[]
  /** Ids of those that go. */
  readonly taken: readonly string[]
}

function filesAfter({ files: old = [] }: Extras, { input, received }: AskedEdit): EditedFiles {
  const kept = keptFiles(old, input.attachments)
  const isOld = (id: string) => old.some((file) => file.id === id)
  const isKept = (id: string) => kept.some((file) => file.id === id)
  return {
    kept,
    sent: newFiles(input.attachments ?? [], received, isOld),
    taken: old.flatMap(({ id }) => (isKept(id) ? [] : id)),
  }
}

function requireAllowed({ held }: TextChannelAccess, { input }: AskedEdit, files: EditedFiles): void {
  if (files.kept.length + files.sent.length > mostAttachments) refuse(messageRefusals.too_many_attachments)
  if (files.sent.length > 0 && !holds(held, permissions.ATTACH_FILES)) refuse(refusals.missing_permissions)
  if (input.embeds?.length && !holds(held, permissions.EMBED_LINKS)) refuse(refusals.missing_permissions)
}

async function attachSent(
  chat: Chat,
  access: TextChannelAccess,
  { sent, bundle }: { readonly sent: readonly NewFile[]; readonly bundle: string | null },
): Promise<{ readonly bundle: string | null; readonly files: readonly StoredFile[] }> {
  return sent.length === 0 ? { bundle, files: [] } : attachFiles(chat, access, { files: sent, bundle })
}

function embedsAfter(
  { embeds }: Extras,
  { by, input }: AskedEdit,
  has: { readonly files: readonly StoredFile[]; readonly sent: readonly NewFile[] },
) {
  return input.embeds === undefined ? embeds : embedsOf(by, input.embeds ?? [], has)
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
