import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClientOf } from '@alles/platform/contract'
import { createLocalBus } from '@alles/platform/events'
import { silentLog } from '@alles/platform/log'
import { createCalls, type Stop } from '@alles/platform/service'
import { testParts, type TestParts } from '@alles/platform/testing'
import * as contract from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { keys } from '../service.ts'

type Client = ClientOf<typeof contract>

/** A keys service with a database and a directory of its own, and more processes beside it on demand. */
export interface TestKeys {
  readonly client: Client
  readonly parts: TestParts<Schema>
  readonly directory: string
  /** Another process with the same database and directory; a deaf one hears no announcements. */
  startAnother(given?: { deaf: boolean }): Promise<Client>
  drop(): Promise<void>
}

export async function testKeys(): Promise<TestKeys> {
  const directory = await mkdtemp(join(tmpdir(), 'alles-keys-'))
  const parts = await testParts<Schema>(keys)
  const stops: Stop[] = [await keys.start(parts, { directory })]
  return {
    client: parts.calls.of(contract),
    parts,
    directory,
    async startAnother(given) {
      const calls = createCalls()
      const bus = given?.deaf ? createLocalBus(silentLog) : parts.bus
      const jobs = { ...parts.jobs, every: () => undefined }
      stops.push(await keys.start({ ...parts, calls, bus, jobs }, { directory }))
      return calls.of(contract)
    },
    async drop() {
      for (const stop of stops) await stop()
      await parts.drop()
      await rm(directory, { recursive: true })
    },
  }
}

/** The content of every file below a directory, by path within it. */
export async function readAll(directory: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name)
      files.set(path.slice(directory.length + 1), await readFile(path))
    }
  return files
}
