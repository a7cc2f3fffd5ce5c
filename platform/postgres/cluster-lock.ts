import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PrintableError } from '../log/index.ts'
import type { Cluster } from './cluster.ts'
import { findProcess, type RunningProcess } from './process-table.ts'

const patience = 15_000

/**
 * Resolves when no PostgreSQL holds the cluster. The one of a killed server is shutting down and is waited for; one in
 * use is refused; a lock file whose process is gone, a zombie, or somebody else's by now is removed.
 */
export async function waitUntilFree(cluster: Pick<Cluster, 'data' | 'confinement'>): Promise<void> {
  const file = join(cluster.data, 'postmaster.pid')
  const started = Date.now()
  let told = false
  for (;;) {
    const lock = await readLock(file)
    if (!lock) return
    const holder = await findProcess(lock.pid)
    if (!holder || !isPostmaster(holder, cluster.data)) return await rm(file, { force: true })
    const waited = Date.now() - started
    if (!cluster.confinement.diesWithUs && holder.parent === 1 && !told) {
      process.kill(lock.pid, 'SIGINT')
      told = true
    }
    if (waited > patience || (waited > 2000 && lock.status !== 'stopping' && !told))
      throw new PrintableError(
        `The database in ${cluster.data} is in use by another running process (${lock.pid}).`,
      )
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function readLock(file: string): Promise<{ pid: number; status: string } | null> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return null
  const lines = text.split('\n')
  const pid = Number(lines[0])
  return Number.isInteger(pid) && pid > 1 ? { pid, status: lines[7]?.trim() ?? '' } : null
}

function isPostmaster(holder: RunningProcess, data: string): boolean {
  if (!holder.command.startsWith('postgres')) return false
  return holder.directory === null || holder.directory === data
}
