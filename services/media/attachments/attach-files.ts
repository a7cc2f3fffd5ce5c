import { refuse, type Input } from '@alles/platform/contract'
import { catalogue } from '../catalogue.ts'
import { refusals, type attach as contract, type StoredAttachment } from '../contract/index.ts'
import type { Media } from '../media.ts'
import { insertAttachments } from './attachment-store.ts'
import { shownType } from './file-kinds.ts'
import { fileName } from './file-names.ts'
import { openWaitingKey } from './open-file-key.ts'
import { uploadId } from './prepare-uploads.ts'
import { insertSpentKeys } from './spent-key-store.ts'
import { lockWaiting, removeWaiting, type WaitingRow } from './waiting-store.ts'

export interface Attached {
  readonly bundle: string
  readonly attachments: StoredAttachment[]
}

/**
 * Hands uploads over to a membership: what opens their pieces is sealed with its content key, and no longer with the
 * upload's own, which is destroyed soon after. No byte of the files is touched.
 */
export async function attachFiles(media: Media, wish: Input<typeof contract>): Promise<Attached> {
  const { database, clock, ids, by } = { ...media, by: wish.by }
  const now = new Date(clock.now())
  const bundle = wish.bundle ?? ids.next()
  const uploads = wish.files.map(({ upload }) => uploadId(upload) ?? refuse(refusals.unknown_file))
  return database.transaction(async (tx) => {
    const found = await lockWaiting(tx, { ids: uploads, accountId: by, now })
    const rows = uploads.map((id) => found.find((row) => row.id === id) ?? refuse(refusals.unknown_file))
    if (new Set(uploads).size < uploads.length) refuse(refusals.unknown_file)
    const made = rows.map((row, index) => describe(media, row, wish.files[index]?.filename ?? ''))
    const keys = await handOver(media, { rows, made, key: wish.key })
    await insertAttachments(
      tx,
      rows.map(({ blob, size }, index) => ({
        id: made[index]?.id ?? '',
        bundle,
        channel_id: wish.channelId,
        key_id: wish.key,
        blob,
        file_key: keys[index] as Buffer,
        size,
        media_type: made[index]?.content_type ?? '',
        created_at: now,
        unsettled: true,
      })),
    )
    await removeWaiting(tx, uploads)
    await insertSpentKeys(
      tx,
      rows.map((row) => row.key_id),
      now,
    )
    return { bundle, attachments: made }
  })
}

/** It gets an id of its own: nothing that stays leads back to who sent the upload. */
function describe({ ids }: Media, row: WaitingRow, wished: string): StoredAttachment {
  const { media_type: type, width, height, size } = row
  if (type === null) return refuse(refusals.unfinished_file)
  const name = fileName(wished)
  return {
    id: ids.next(),
    ...name,
    size,
    content_type: shownType(type, name.filename),
    ...(width !== null && height !== null && { width, height }),
  }
}

interface HandingOver {
  readonly rows: readonly WaitingRow[]
  readonly made: readonly StoredAttachment[]
  readonly key: string
}

async function handOver(media: Media, { rows, made, key }: HandingOver): Promise<Uint8Array[]> {
  const opened = await Promise.all(rows.map((row) => openWaitingKey(media, row)))
  const items = opened.map((value, index) => ({
    row: made[index]?.id ?? '',
    key,
    value: value ?? refuse(refusals.unknown_file),
  }))
  return media.sealer.seal(catalogue.tables.attachments, 'file_key', items)
}
