import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { fromBuffer, type Entry, type ZipFile } from 'yauzl'

/** The files of a ZIP as texts by path, in order; folders with empty content, their path ending in a slash. */
export async function readZip(bytes: Buffer): Promise<Map<string, string>> {
  const files = await readZipBytes(bytes)
  return new Map([...files].map(([path, content]) => [path, content.toString('utf8')]))
}

/** The same as they are. */
export async function readZipBytes(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await open(bytes)
  const entries = await new Promise<Entry[]>((resolve, reject) => {
    const found: Entry[] = []
    zip.on('entry', (entry: Entry) => found.push(entry))
    zip.on('end', () => resolve(found))
    zip.on('error', reject)
  })
  const files = new Map<string, Buffer>()
  for (const entry of entries) files.set(entry.fileName, await buffer(await openEntry(zip, entry)))
  return files
}

function open(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, (error, zip) => (zip ? resolve(zip) : reject(error)))
  })
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (stream ? resolve(stream) : reject(error)))
  })
}

/** The rows of one table in an export. */
export function rowsOf(files: ReadonlyMap<string, string>, path: string): Record<string, unknown>[] {
  return (files.get(path) ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
