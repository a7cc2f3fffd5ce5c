import { refusals as mediaRefusals } from '@alles/media/contract'
import { refuse } from '@alles/platform/contract'
import type { Chat } from '../chat.ts'
import { messageRefusals, mostAttachments, type AttachmentInput } from '../contract/index.ts'
import type { StoredFile } from './extras.ts'
import type { TextChannelAccess } from './text-channel.ts'

/** A file that came as a part of the form. */
export interface ReceivedFile {
  /** The number in `files[n]`; null where the part is called otherwise. */
  readonly number: string | null
  readonly fileName: string
  /** What media calls it until it is used. */
  readonly upload: string
}

/** A file that waits to be used, and what its message says of it. */
export interface NewFile {
  readonly upload: string
  readonly filename: string
  readonly description: string | null
  readonly spoiler: boolean
}

export interface Attached {
  readonly bundle: string
  readonly files: readonly StoredFile[]
}

/** Binds files to a message that is about to be written, or that has `bundle` already. */
export async function attachFiles(
  chat: Chat,
  { channel, member }: TextChannelAccess,
  { files, bundle }: { readonly files: readonly NewFile[]; readonly bundle: string | null },
): Promise<Attached> {
  const attached = await chat.media.attach({
    by: member.accountId,
    channelId: channel.id,
    key: member.contentKeyId,
    ...(bundle !== null && { bundle }),
    files: files.map(({ upload, filename }) => ({ upload, filename })),
  })
  return {
    bundle: attached.bundle,
    files: attached.attachments.map((stored, index) => ({ ...stored, ...saidOf(files[index]) })),
  }
}

function saidOf(file: NewFile | undefined): Pick<StoredFile, 'description' | 'spoiler'> {
  return {
    ...(file?.description && { description: file.description }),
    ...(file?.spoiler && { spoiler: true as const }),
  }
}

/**
 * The files a message is to get: those sent before, and those of the form, each with what the message says of it. What
 * names neither is for `kept`, which decides whether it stands for a file that the message has.
 */
export function newFiles(
  asked: readonly AttachmentInput[],
  received: readonly ReceivedFile[],
  isKept: (id: string) => boolean = () => false,
): NewFile[] {
  const byNumber = new Map(received.map((file) => [file.number, file]))
  const partOf = (one: AttachmentInput) => (one.uploaded_filename ? undefined : byNumber.get(one.id ?? ''))
  const described = asked.flatMap((one) => {
    const file = fileOf(one, partOf(one))
    if (!file && !isKept(one.id ?? '')) refuse(mediaRefusals.unknown_file)
    return file ?? []
  })
  const used = new Set(asked.map(partOf))
  const undescribed = received.filter((part) => !used.has(part))
  const files = [...described, ...undescribed.map((part) => newFile(part.upload, part.fileName, {}))]
  if (files.length > mostAttachments) refuse(messageRefusals.too_many_attachments)
  return files
}

/** Null where it names neither a file sent before nor a part of the form. */
function fileOf(said: AttachmentInput, part: ReceivedFile | undefined): NewFile | null {
  const upload = said.uploaded_filename ?? part?.upload
  return upload === undefined ? null : newFile(upload, said.filename ?? part?.fileName ?? null, said)
}

function newFile(upload: string, filename: string | null, said: AttachmentInput): NewFile {
  return {
    upload,
    filename: filename || 'file',
    description: said.description || null,
    // Clients that do not say it call the file so.
    spoiler: said.is_spoiler ?? filename?.startsWith('SPOILER_') === true,
  }
}
