import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { createLog } from '../log/index.ts'
import { startEmbedded } from '../postgres/index.ts'
import type { TestServer } from './test-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestServer
  }
}

/** One real PostgreSQL for the whole run, in memory as far as the system lets it: nothing waits for the disk. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'alles-test-'))
  const log = createLog({ level: 'error' })
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
  }
  const embedded = await startEmbedded({ directory: join(directory, 'postgres'), log, settings })
  const { admin } = embedded
  project.provide('postgres', {
    host: admin.host,
    port: admin.port,
    user: admin.user,
    password: admin.password.reveal(),
    passwordsFile: join(directory, 'roles.json'),
  })
  return async () => {
    await embedded.stop()
    await rm(directory, { recursive: true, force: true })
  }
}
