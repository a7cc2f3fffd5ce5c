import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '@alles/platform/ids'
import type { Delivery, Envelope } from './delivery.ts'

/** A folder of mail, one file each, for the operator to read or to hand on. */
export interface Outbox {
  readonly folder: string
  /** Writes the file whole or not at all. */
  deliver(envelope: Envelope): Promise<Delivery>
  /** Removes the files of these mails; those that are not there are fine. */
  remove(ids: readonly string[]): Promise<void>
  /** Removes what is older than a week; answers how many files. */
  sweep(): Promise<number>
}

const keptMs = 7 * 86_400_000

/** Makes the folder where it is not there. Only its owner may open it and what is in it. */
export async function openOutbox(folder: string, clock: Clock): Promise<Outbox> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const fileOf = (id: string) => join(folder, `${id}.eml`)
  return {
    folder,
    async deliver({ id, raw }) {
      const draft = join(folder, `${id}.new`)
      const file = await open(draft, 'w', 0o600)
      try {
        await file.writeFile(raw)
        const now = clock.now() / 1000
        await file.utimes(now, now)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(draft, fileOf(id))
      return { outcome: 'sent' }
    },
    async remove(ids) {
      for (const id of ids) await rm(fileOf(id), { force: true })
    },
    async sweep() {
      let count = 0
      for (const name of await readdir(folder)) {
        if (!/\.(eml|new)$/.test(name)) continue
        const path = join(folder, name)
        if ((await stat(path)).mtimeMs > clock.now() - keptMs) continue
        await rm(path, { force: true })
        count += 1
      }
      return count
    },
  }
}
