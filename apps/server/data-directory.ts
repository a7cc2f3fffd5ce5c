import { randomBytes } from 'node:crypto'
import { access, constants, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CannotStart } from './cannot-start.ts'

/** The layout of the data directory this program writes. A higher number found there means a newer program. */
const layout = 1

/** Everything the embedded default keeps. All paths are absolute; every folder is 0700 and every file 0600. */
export interface DataDirectory {
  readonly path: string
  readonly postgres: string
  readonly postgresRoles: string
  readonly keys: string
  /** Mail, where there is no relay for it. */
  readonly outbox: string
  readonly blobs: string
  readonly ledgers: string
  readonly controlSocket: string
  /** Gives the directory back to the next process. */
  release(): Promise<void>
}

/**
 * Takes hold of the data directory. `shared`: with a PostgreSQL of its own, several processes may use one directory for
 * their keys. Throws `CannotStart` when it cannot be written, was made by a newer version, or another process holds it;
 * nothing in it has been touched then.
 */
export async function openDataDirectory(given: string, shared: boolean): Promise<DataDirectory> {
  const path = resolve(given)
  await requireWritable(path)
  await requireKnownLayout(path)
  const release = shared ? async () => {} : await lock(path)
  await writeFile(join(path, 'layout'), `${layout}\n`, { mode: 0o600 })
  const folder = async (name: string) => {
    await mkdir(join(path, name), { recursive: true, mode: 0o700 })
    return join(path, name)
  }
  return {
    path,
    postgres: join(path, 'postgres'),
    postgresRoles: join(path, 'postgres-roles.json'),
    keys: await folder('keys'),
    outbox: await folder('outbox'),
    blobs: await folder('blobs'),
    ledgers: await folder('ledgers'),
    controlSocket: join(path, 'control.sock'),
    release,
  }
}

async function requireWritable(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
    if (!(await stat(path)).isDirectory()) throw new Error('not a folder')
    const probe = join(path, `.probe-${randomBytes(4).toString('hex')}`)
    await writeFile(probe, '', { mode: 0o600 })
    await rm(probe)
  } catch (error) {
    throw new CannotStart(
      `The data directory ${path} cannot be written (${codeOf(error)}); give this user the right to, or set ALLES_DATA_DIR to another folder.`,
    )
  }
}

async function requireKnownLayout(path: string): Promise<void> {
  const text = await readFile(join(path, 'layout'), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '0'
    throw error
  })
  const found = Number(text.trim())
  if (!Number.isInteger(found))
    throw new CannotStart(
      `The file ${join(path, 'layout')} does not hold a number; restore it from a backup.`,
    )
  if (found > layout)
    throw new CannotStart(
      `The data directory ${path} was made by a newer version of Alles (layout ${found}, this one knows ${layout}); start that version.`,
    )
}

/** One process at a time. A lock whose process is gone, or whose number another process has now, is taken over. */
async function lock(path: string): Promise<() => Promise<void>> {
  const file = join(path, 'lock')
  const mine = `${process.pid} ${await startOf(process.pid)}\n`
  const draft = `${file}.${process.pid}`
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      await writeFile(file, mine, { mode: 0o600, flag: 'wx' })
      return async () => {
        await rm(file, { force: true })
      }
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
    const [pid = '', start = ''] = (await readFile(file, 'utf8').catch(() => '')).trim().split(' ')
    if (pid && (await startOf(Number(pid))) === start)
      throw new CannotStart(
        `The data directory ${path} is already used by a running process (number ${pid}); stop it first, or set ALLES_DATA_DIR to another folder.`,
      )
    // Renaming first means that of two processes that see the stale lock only one removes it.
    await rename(file, draft).then(
      () => rm(draft, { force: true }),
      (error: unknown) => {
        if (codeOf(error) !== 'ENOENT') throw error
      },
    )
  }
  throw new CannotStart(`The lock ${join(path, 'lock')} could not be taken; another process keeps taking it.`)
}

/** When a process started, as the system counts it; empty for one that is gone or only waits to be reaped. */
async function startOf(pid: number): Promise<string> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? '' : (fields[19] ?? '')
  } catch {
    return process.platform !== 'linux' ? aliveElsewhere(pid) : ''
  }
}

/** Where there is no /proc: whether the number is in use at all. */
function aliveElsewhere(pid: number): string {
  try {
    process.kill(pid, 0)
    return 'alive'
  } catch {
    return ''
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
