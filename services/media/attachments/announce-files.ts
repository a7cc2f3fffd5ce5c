import { randomBytes } from 'node:crypto'
import { refuse } from '@alles/platform/contract'
import { catalogue } from '../catalogue.ts'
import { refusals } from '../contract/index.ts'
import type { Media } from '../media.ts'
import { keptForMs } from './file-limits.ts'
import { insertWaiting, lockWaitingOf, sumWaiting, type WaitingRow } from './waiting-store.ts'

/** Makes room for files of these sizes that an account sends, each sealed with a key of its own. */
export async function announceFiles(
  media: Media,
  by: string,
  sizes: readonly number[],
): Promise<WaitingRow[]> {
  const { database, clock, keys, limits } = media
  if (sizes.some((size) => size > limits.fileBytes)) refuse(refusals.file_too_large)
  const now = new Date(clock.now())
  await requireRoom(media, await sumWaiting(database, by, now), sizes)
  const { ids } = await keys.create({ keys: sizes.map(() => ({ kind: 'profile' })) })
  try {
    const rows = await Promise.all(
      sizes.map((size, index) => newRow(media, { by, size, now, key: ids[index] ?? '' })),
    )
    await database.transaction(async (tx) => {
      await lockWaitingOf(tx, by)
      // Again: others may have been announced meanwhile.
      await requireRoom(media, await sumWaiting(tx, by, now), sizes)
      await insertWaiting(tx, rows)
    })
    return rows
  } catch (error) {
    await keys.destroy({ ids })
    throw error
  }
}

async function requireRoom({ limits }: Media, waiting: number, sizes: readonly number[]): Promise<void> {
  const more = sizes.reduce((sum, size) => sum + size, 0)
  if (waiting + more > limits.waitingBytes) refuse(refusals.too_much_waiting)
}

interface Announced {
  readonly by: string
  readonly size: number
  readonly now: Date
  readonly key: string
}

async function newRow({ ids, sealer }: Media, { by, size, now, key }: Announced): Promise<WaitingRow> {
  const id = ids.next()
  const items = [{ row: id, key, value: randomBytes(32) }]
  const [sealed] = await sealer.seal(catalogue.tables.waiting_files, 'file_key', items)
  return {
    id,
    account_id: by,
    key_id: key,
    blob: randomBytes(16).toString('hex'),
    file_key: sealed as Buffer,
    size,
    received: 0,
    taken_until: null,
    media_type: null,
    width: null,
    height: null,
    created_at: now,
    expires_at: new Date(now.getTime() + keptForMs),
  }
}
