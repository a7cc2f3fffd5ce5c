import { refuse, Refusal } from '@alles/platform/contract'
import { pieceBytes } from '../blobs/pieces.ts'
import { refusals, type UploadProgress } from '../contract/index.ts'
import type { Media } from '../media.ts'
import { discardFiles } from './discard-files.ts'
import { finishFile } from './finish-file.ts'
import { openWaitingKey } from './open-file-key.ts'
import { takeBytes } from './take-bytes.ts'
import {
  claimWaiting,
  findWaiting,
  releaseWaiting,
  updateReceived,
  type WaitingRow,
} from './waiting-store.ts'

/** A file that was announced, by the secret in its address. Refuses where there is none. */
export async function getWaiting(media: Media, token: string): Promise<WaitingRow> {
  const id = (await media.addresses()).readToken(token)
  const row = id !== null && (await findWaiting(media.database, { id, now: new Date(media.clock.now()) }))
  return row || refuse(refusals.upload_gone)
}

export function progressOf({ size, received, media_type, expires_at }: WaitingRow): UploadProgress {
  return {
    size,
    received,
    complete: media_type !== null,
    expires_at: expires_at.toISOString(),
  }
}

/** Longer than a request may last: one whose process died does not keep others away for ever. */
const mostMs = 90_000

interface Sent {
  readonly token: string
  /** Where the sender says that these bytes begin. */
  readonly from: number
  readonly bytes: AsyncIterable<Uint8Array>
}

/**
 * Takes a file's bytes, all or those from where it broke off, and answers how far it is. From 0 it begins anew. What
 * breaks off keeps its whole pieces. A file that turns out longer than it was announced, or is a picture that cannot be
 * read, is deleted.
 */
export async function sendBytes(media: Media, sent: Sent): Promise<UploadProgress> {
  const { id, account_id: accountId, ...known } = await getWaiting(media, sent.token)
  if (known.media_type !== null) return progressOf({ id, account_id: accountId, ...known })
  const leave = media.fileArrivals.enter(accountId)
  try {
    const now = media.clock.now()
    const claim = { id, now: new Date(now), until: new Date(now + mostMs) }
    const row = (await claimWaiting(media.database, claim)) ?? refuse(refusals.arriving_already)
    try {
      await takeInto(media, row, sent)
    } finally {
      await releaseWaiting(media.database, id)
    }
  } finally {
    leave()
  }
  return progressOf(await getWaiting(media, sent.token))
}

async function takeInto(media: Media, row: WaitingRow, { from, bytes }: Sent): Promise<void> {
  // It was finished while we asked for it.
  if (row.media_type !== null) return
  if (from !== 0 && from !== row.received) refuse(refusals.wrong_offset)
  const { id, blob, size } = row
  // A whole file that was not looked at yet has a last piece that is none.
  if (from < size && from % pieceBytes !== 0) refuse(refusals.wrong_offset)
  const fileKey = (await openWaitingKey(media, row)) ?? refuse(refusals.upload_gone)
  if (from !== row.received) await updateReceived(media.database, id, from)
  try {
    const isLast = (count: number) => count === size
    const received = await takeBytes(media, { id, blob, fileKey, from, most: size, isLast }, bytes)
    if (received === size) await finishFile(media, { id, blob, fileKey, size })
  } catch (error) {
    if (error instanceof Refusal && isFinal(error)) await discardFiles(media, [row])
    throw error
  }
}

const final: ReadonlySet<string> = new Set([
  refusals.file_too_large.code,
  refusals.not_a_picture.code,
  refusals.broken_picture.code,
  refusals.too_many_pixels.code,
  refusals.picture_took_too_long.code,
])

/** Whether sending again can change nothing. */
function isFinal({ kind }: Refusal): boolean {
  return final.has(kind.code)
}
