import { execFile } from 'node:child_process'
import { chown, readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
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
export async function findConfinement(directory: string): Promise<Confinement> {
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
  return { before: death, diesWithUs: mayDie, user }
}

function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

async function works(program: string, args: readonly string[]): Promise<boolean> {
  return promisify(execFile)(program, args).then(
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
