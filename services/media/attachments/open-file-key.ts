import { catalogue } from '../catalogue.ts'
import type { Media } from '../media.ts'
import type { AttachmentRow } from './attachment-store.ts'
import type { WaitingRow } from './waiting-store.ts'

/** What opens a waiting file's pieces; null where its key was destroyed. */
export async function openWaitingKey(
  { sealer }: Media,
  { id, file_key: sealed }: Pick<WaitingRow, 'id' | 'file_key'>,
): Promise<Uint8Array | null> {
  const table = catalogue.tables.waiting_files
  const [key = null] = await sealer.open<Uint8Array, typeof table>(table, 'file_key', [{ row: id, sealed }])
  return key
}

/** What opens an attachment's pieces; null where its key was destroyed. */
export async function openAttachmentKey(
  { sealer }: Media,
  { id, file_key: sealed }: Pick<AttachmentRow, 'id' | 'file_key'>,
): Promise<Uint8Array | null> {
  const table = catalogue.tables.attachments
  const [key = null] = await sealer.open<Uint8Array, typeof table>(table, 'file_key', [{ row: id, sealed }])
  return key
}
