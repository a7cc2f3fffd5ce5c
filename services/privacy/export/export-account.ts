import { createHash, type Hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import {
  exportTable,
  jsonSchemaOf,
  listLiveColumns,
  tablesOwnedBy,
  type OwnedTable,
  type Subject,
} from '@alles/platform/catalogue'
import type { Scope } from '../contract/index.ts'
import type { DataHolder, Privacy } from '../privacy.ts'
import { getTarget, listSubjects } from '../requests/subjects.ts'

/** What the manifest says of a file, known when the file has been written. */
interface FileEntry {
  readonly path: string
  readonly sha256: string
  readonly bytes: number
  readonly rows?: number
}

/**
 * Everything stored of an account, or of a person with all accounts, as a ZIP that is made while it is read: nothing is
 * kept. An account's export names no other account of its person and leaves out what belongs to the person as a whole.
 */
export async function exportAccount(privacy: Privacy, accountId: string, scope: Scope): Promise<Readable> {
  const target = await getTarget(privacy, accountId, scope)
  const subjects = await listSubjects(privacy, target)
  const createdAt = new Date(privacy.clock.now())
  const written: FileEntry[] = []
  const archive = openArchive(createdAt)
  for (const holder of privacy.holders)
    for (const file of await filesOf(holder, subjects)) archive.add(file, (entry) => written.push(entry))
  archive.addFolder('media')
  for (const file of await mediaOf(privacy, subjects)) archive.add(file, (entry) => written.push(entry))
  archive.add({
    path: 'manifest.json',
    async *lines() {
      yield JSON.stringify(
        {
          format: 'alles-export',
          version: 1,
          created_at: createdAt,
          account_id: accountId,
          scope,
          files: written,
        },
        null,
        2,
      )
    },
  })
  return archive.end()
}

interface File {
  readonly path: string
  /** In pieces; a piece of a table's file is a row. */
  readonly lines: () => AsyncIterable<string | Uint8Array>
  readonly countsRows?: true
}

async function filesOf(holder: DataHolder, subjects: readonly Subject[]): Promise<File[]> {
  const kinds = [...new Set(subjects.map((subject) => subject.kind))]
  const owned = kinds.flatMap((kind) => tablesOwnedBy(holder.catalogue, kind))
  const live = owned.length > 0 ? await listLiveColumns(holder.database) : []
  return owned.flatMap((one) => {
    const { service, name } = one.table
    const schema = JSON.stringify(jsonSchemaOf(one.table, live), null, 2)
    return [
      { path: `${service}/${name}.ndjson`, lines: () => linesOf(holder, one, subjects), countsRows: true },
      { path: `schema/${service}.${name}.json`, lines: () => Readable.from([schema]) },
    ]
  })
}

async function* linesOf(
  holder: DataHolder,
  owned: OwnedTable,
  subjects: readonly Subject[],
): AsyncGenerator<string> {
  for (const subject of subjects.filter(({ kind }) => kind === owned.ownership.kind))
    for await (const rows of exportTable(holder.database, { owned, sealer: holder.sealer }, subject))
      for (const row of rows) yield `${JSON.stringify(row)}\n`
}

/** One that is replaced while the export is made is an empty file. */
async function mediaOf({ media, chat }: Privacy, subjects: readonly Subject[]): Promise<File[]> {
  const files: File[] = []
  for (const { kind, id } of subjects) {
    if (kind !== 'account') continue
    const memberships = await chat.membershipKeys({ accountId: id })
    for (const { path, read } of await media.filesOf({ accountId: id, memberships }))
      files.push({ path: `media/${path}`, lines: read })
  }
  return files
}

/** A ZIP whose files are made one after the other, each when its turn comes. */
function openArchive(mtime: Date) {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  let current: Readable | undefined
  output.on('close', () => current?.destroy())
  zip.on('error', (error) => output.destroy(error instanceof Error ? error : new Error('the ZIP broke off')))
  return {
    add(file: File, done?: (entry: FileEntry) => void): void {
      zip.addReadStreamLazy(file.path, { mtime }, (give) => {
        const stream = Readable.from(counted(file, done), { objectMode: false })
        stream.on('error', (error) => zip.emit('error', error))
        current = stream
        give(null, stream)
      })
    },
    addFolder: (path: string) => zip.addEmptyDirectory(path, { mtime }),
    end(): Readable {
      zip.end()
      return output
    },
  }
}

async function* counted(file: File, done?: (entry: FileEntry) => void): AsyncGenerator<Buffer> {
  const hash: Hash = createHash('sha256')
  let bytes = 0
  let rows = 0
  for await (const line of file.lines()) {
    const piece = typeof line === 'string' ? Buffer.from(line, 'utf8') : Buffer.from(line)
    hash.update(piece)
    bytes += piece.length
    rows += 1
    yield piece
  }
  done?.({ path: file.path, sha256: hash.digest('hex'), bytes, ...(file.countsRows && { rows }) })
}
