import { execFile } from 'node:child_process'
import { chmod, chown, readFile, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { PrintableError } from '../log/index.ts'

/** How a program of PostgreSQL is started here. */
export interface Confinement {
  /** Programs to put in front of it, with their arguments. */
  readonly before: readonly string[]
  /** Whether it is told to shut down when this process ends, however it ends. */
  readonly diesWithUs: boolean
  readonly user?: { readonly uid: number; readonly gid: number }
}

/**
 * PostgreSQL refuses to run as root, and wants a user with a name. A user namespace of its own gives it both without a
 * user of the system and without opening folders to one; where namespaces are forbidden, it runs as a system user.
 */
export async function findConfinement(directory: string, programs: string): Promise<Confinement> {
  const mayDie = await works('setpriv', ['--pdeathsig', 'INT', '--', 'true'])
  const death = mayDie ? ['setpriv', '--pdeathsig', 'INT', '--'] : []
  const root = process.getuid?.() === 0
  if (!root && hasName()) return { before: death, diesWithUs: mayDie }
  const namespace = ['unshare', '--user', '--map-user=1', '--map-group=1']
  if (await works('unshare', [...namespace.slice(1), '--', 'true']))
    return { before: [...namespace, '--', ...death], diesWithUs: mayDie }
  if (!root)
    throw new PrintableError(
      `PostgreSQL needs a user with a name: add one for user id ${process.getuid?.()} to /etc/passwd, or set ALLES_POSTGRES_URL.`,
    )
  const user = await systemUser()
  if (!user)
    throw new PrintableError(
      'PostgreSQL does not run as root: start Alles as an ordinary user, or set ALLES_POSTGRES_URL.',
    )
  await chown(directory, user.uid, user.gid)
  await letThrough(directory, { ...user, programs })
  return { before: death, diesWithUs: mayDie, user }
}

interface Passage {
  readonly uid: number
  readonly gid: number
  readonly programs: string
}

/** A system user needs a way through the folders above, of which only the nearest, the data directory, is ours. */
async function letThrough(directory: string, { uid, gid, programs }: Passage): Promise<void> {
  const passes = () => works('/bin/sh', ['-c', 'cd "$1" && cd "$2"', 'sh', directory, programs], { uid, gid })
  if (await passes()) return
  const above = dirname(directory)
  await chmod(above, (await stat(above)).mode | 0o011)
  if (!(await passes()))
    throw new PrintableError(
      `PostgreSQL runs as user id ${uid} here, who cannot reach ${directory} and ${programs}: start Alles as an ordinary user, move it to where everybody may pass, or set ALLES_POSTGRES_URL.`,
    )
}

function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

async function works(program: string, args: readonly string[], user: object = {}): Promise<boolean> {
  return promisify(execFile)(program, args, user).then(
    () => true,
    () => false,
  )
}

async function systemUser(): Promise<{ uid: number; gid: number } | null> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n')
  const find = (name: string) => lines.find((line) => line.startsWith(`${name}:`))?.split(':')
  const fields = find('postgres') ?? find('daemon') ?? find('nobody')
  return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : null
}
