import { Snowflake } from '@alles/platform/contract'
import type { Media } from '../media.ts'
import { announceFiles } from './announce-files.ts'
import { fileName } from './file-names.ts'

export interface Prepared {
  readonly upload_url: string
  readonly upload_filename: string
}

/** Makes room for files, and says where each is sent to and what a message calls it. */
export async function prepareUploads(
  media: Media,
  by: string,
  files: readonly { readonly filename: string; readonly size: number }[],
): Promise<Prepared[]> {
  const addresses = await media.addresses()
  const rows = await announceFiles(
    media,
    by,
    files.map(({ size }) => size),
  )
  return rows.map(({ id }, index) => ({
    upload_url: `${addresses.origin}/media/uploads/${addresses.uploadToken(id)}`,
    upload_filename: uploadName(id, files[index]?.filename ?? ''),
  }))
}

/** Begins with the id; the rest is for those who read it. */
export function uploadName(id: string, filename: string): string {
  return `${id}/${fileName(filename).filename}`
}

/** The id in what a message calls an upload; null where it is no such name. */
export function uploadId(name: string): string | null {
  return Snowflake.safeParse(name.split('/', 1)[0]).data ?? null
}
