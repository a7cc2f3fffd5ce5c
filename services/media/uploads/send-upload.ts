import { randomBytes } from 'node:crypto'
import { refuse } from '@alles/platform/contract'
import { refusals, type Upload } from '../contract/index.ts'
import { looksLikePicture } from '../decoding/file-type.ts'
import type { WorkingCopy } from '../decoding/works.ts'
import type { Media } from '../media.ts'
import { copyOf, keptForMs, mostUnused } from './upload-policy.ts'
import { countUnused, insertUpload, lockUploadsOf, type UploadRow } from './upload-store.ts'

/**
 * Takes a picture. What was sent is read once, in memory, and forgotten: only a copy of what is seen is kept, sealed with
 * a key of its own. Refuses what is no picture, is damaged, too large or takes too long; nothing of it is left then.
 */
export async function sendUpload(
  media: Media,
  accountId: string,
  file: AsyncIterable<Uint8Array>,
): Promise<Upload> {
  await requireRoom(media, accountId)
  const leave = media.arrivals.enter(accountId)
  try {
    const bytes = await collected(file)
    if (bytes.length === 0) refuse(refusals.broken_picture)
    if (!looksLikePicture(bytes)) refuse(refusals.not_a_picture)
    return await keep(media, accountId, await media.decoder.run('read', { bytes }))
  } finally {
    leave()
  }
}

async function requireRoom({ database, clock }: Media, accountId: string): Promise<void> {
  const unused = await countUnused(database, accountId, new Date(clock.now()))
  if (unused >= mostUnused) refuse(refusals.too_many_uploads)
}

async function collected(file: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of file) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function keep(media: Media, accountId: string, copy: WorkingCopy): Promise<Upload> {
  const { keys, ids, clock, blobs } = media
  const [key = ''] = (await keys.create({ keys: [{ kind: 'profile' }] })).ids
  const now = clock.now()
  const row: UploadRow = {
    id: ids.next(),
    account_id: accountId,
    key_id: key,
    blob: randomBytes(16).toString('hex'),
    used: false,
    created_at: new Date(now),
    expires_at: new Date(now + keptForMs),
  }
  try {
    await blobs.write(key, [{ place: copyOf(row), plain: copy.bytes }])
    await insert(media, row)
  } catch (error) {
    await keys.destroy({ ids: [key] })
    await blobs.remove([copyOf(row)])
    throw error
  }
  return { id: row.id, width: copy.width, height: copy.height, expires_at: row.expires_at.toISOString() }
}

/** Counts again: others may have been sent meanwhile. */
async function insert({ database }: Media, row: UploadRow): Promise<void> {
  await database.transaction(async (tx) => {
    await lockUploadsOf(tx, row.account_id)
    if ((await countUnused(tx, row.account_id, row.created_at)) >= mostUnused)
      refuse(refusals.too_many_uploads)
    await insertUpload(tx, row)
  })
}
