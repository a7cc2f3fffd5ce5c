import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as keysContract from '@alles/keys/contract'
import { keys } from '@alles/keys/service'
import type { ClientOf } from '@alles/platform/contract'
import type { Http } from '@alles/platform/http'
import { asAccount, testParts, testProcess, type TestParts, type TestProcess } from '@alles/platform/testing'
import type { BlobStore } from '../blobs/blob-store.ts'
import { createFileBlobs } from '../blobs/file-blobs.ts'
import * as contract from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { media, type MediaOptions } from '../service.ts'

type Injected = Awaited<ReturnType<Http['inject']>>

export interface RunningMedia {
  readonly calls: ClientOf<typeof contract>
  readonly keys: ClientOf<typeof keysContract>
  readonly parts: TestParts<Schema>
  readonly folder: string
  /** What lies in it, by name. */
  readonly blobs: BlobStore
  /** The key of a profile, made for this. */
  key(): Promise<string>
  /** The key of what a membership writes, made for this. */
  contentKey(): Promise<string>
  /** Sends bytes to where a file is sent to. */
  put(url: string, bytes: Uint8Array, headers?: Record<string, string>): Promise<Injected>
  /** Sends a file as an account does. */
  send(accountId: string, file: Uint8Array, mediaType?: string): Promise<Injected>
  /** Sends a file that is taken; answers the upload's id. */
  upload(accountId: string, file: Uint8Array): Promise<string>
  get(url: string, headers?: Record<string, string>): Promise<Injected>
  /** Every file of the store, by its name. */
  stored(): Promise<Map<string, Buffer>>
  /** Deletes every picture and upload there is. */
  clear(): Promise<void>
  stop(): Promise<void>
}

/** This service with real keys, a database and a folder of its own. */
export async function startMedia(
  given: Partial<MediaOptions> & { readonly process?: TestProcess } = {},
): Promise<RunningMedia> {
  const { process = testProcess(), ...options } = given
  const directory = await mkdtemp(join(tmpdir(), 'alles-media-'))
  const folder = join(directory, 'blobs')
  const keyParts = await testParts(keys, process)
  const stopKeys = await keys.start(keyParts, { directory: join(directory, 'keys') })
  const parts = await testParts<Schema>(media, process)
  const stopMedia = await media.start(parts, {
    blobs: { folder },
    publicUrl: 'http://localhost:3000',
    ...options,
  })
  process.http.assertComplete(contract, 'media')
  const keyCalls = process.calls.of(keysContract)
  const send = (accountId: string, payload: Uint8Array, mediaType = 'image/png') =>
    process.http.inject({
      method: 'POST',
      url: '/api/alles/uploads',
      headers: { ...asAccount(accountId), 'content-type': mediaType },
      payload: Buffer.from(payload),
    })
  return {
    calls: process.calls.of(contract),
    keys: keyCalls,
    parts,
    folder,
    blobs: createFileBlobs(folder),
    async key() {
      return (await keyCalls.create({ keys: [{ kind: 'profile' }] })).ids[0] ?? ''
    },
    async contentKey() {
      return (await keyCalls.create({ keys: [{ kind: 'content' }] })).ids[0] ?? ''
    },
    put: (url, bytes, headers = {}) =>
      process.http.inject({
        method: 'PUT',
        url: new URL(url).pathname,
        headers: { 'content-type': 'application/octet-stream', ...headers },
        payload: Buffer.from(bytes),
      }),
    send,
    async upload(accountId, file) {
      const answer = await send(accountId, file)
      if (answer.statusCode !== 201) throw new Error(`the upload was refused: ${answer.body}`)
      return answer.json<{ upload: contract.Upload }>().upload.id
    },
    get: (url, headers = {}) => process.http.inject({ url: pathOf(url), headers }),
    stored: () => filesBelow(folder),
    clear: () => clear(parts, folder),
    async stop() {
      await stopMedia()
      await stopKeys()
      await process.http.close()
      await Promise.all([parts.drop(), keyParts.drop()])
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function clear({ database }: TestParts<Schema>, folder: string): Promise<void> {
  await database.sql`delete from uploads`
  await database.sql`delete from pictures`
  await database.sql`delete from waiting_files`
  await database.sql`delete from attachments`
  await database.sql`delete from spent_keys`
  await database.sql`delete from guild_pictures`
  await database.sql`delete from member_pictures`
  await rm(folder, { recursive: true, force: true })
}

function pathOf(url: string): string {
  return url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/]+/, '')
}

/** An exported file, whole. */
export async function bytesOf({ read }: contract.ExportedFile): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(read()))
}

async function filesBelow(folder: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries)
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name)
      files.set(path.slice(folder.length + 1).replace('/', ''), await readFile(path))
    }
  return files
}
