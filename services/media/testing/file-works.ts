import { randomBytes } from 'node:crypto'
import type { StoredAttachment } from '../contract/index.ts'
import type { RunningMedia } from './start-media.ts'

export const by = '70'
export const channelId = '500'
export const noise = (size: number) => randomBytes(size)

export interface AttachedFile {
  readonly bundle: string
  readonly file: StoredAttachment
  readonly url: string
  readonly key: string
}

/** Prepares, sends and attaches files as clients and chat do. */
export function fileWorks(running: () => RunningMedia) {
  const prepare = async (size: number, filename = 'notes.bin', account = by) => {
    const { uploads } = await running().calls.prepareUploads({ by: account, files: [{ filename, size }] })
    return uploads[0] ?? { upload_url: '', upload_filename: '' }
  }
  return {
    prepare,
    /** Sends a file whole and attaches it, with a key made for it. */
    async attached(bytes: Uint8Array, filename: string): Promise<AttachedFile> {
      const { calls, put, contentKey } = running()
      const upload = await prepare(bytes.byteLength, filename)
      const sent = await put(upload.upload_url, bytes)
      if (sent.statusCode !== 200) throw new Error(sent.body)
      const key = await contentKey()
      const files = [{ upload: upload.upload_filename, filename }]
      const { bundle, attachments } = await calls.attach({ by, channelId, key, files })
      const [file] = attachments
      if (!file) throw new Error('nothing was attached')
      const url = (await calls.attachmentAddresses({})).of({ channelId, ...file })
      return { bundle, file, url, key }
    },
    /** Rows and blobs. */
    async leftovers(): Promise<string[]> {
      const rows = await running().parts.database.sql<{ id: string }[]>`
        select id from waiting_files union all select id from attachments`
      return [...rows.map(({ id }) => id), ...(await running().stored()).keys()]
    },
  }
}
