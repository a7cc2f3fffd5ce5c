import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface Wanted {
  /** What it is called, whichever is found first. */
  readonly names: readonly string[]
  /** Debian's package that holds it. */
  readonly package: string
  /** An environment variable that may name its path. */
  readonly variable: string
  /** What cannot be done without it, as the beginning of a sentence. */
  readonly without: string
}

/** Debian's. */
const installer = 'apt-get'
/** Where daemons are; not on everybody's path. */
const alsoIn = ['/usr/sbin', '/usr/local/sbin', '/sbin']

/** Path of a program that tests need; installs Debian's when this runs as root there. Never skipped in silence. */
export async function findProgram(wanted: Wanted): Promise<string> {
  const given = process.env[wanted.variable]
  if (given) return given
  const found = onPath(wanted.names)
  if (found) return found
  if (process.getuid?.() === 0 && onPath([installer])) {
    await apt('update', '-q')
    await apt('install', '-yq', '--no-install-recommends', wanted.package)
  }
  const installed = onPath(wanted.names)
  if (installed) return installed
  throw new Error(
    `${wanted.without}: install the package \`${wanted.package}\` (or set ${wanted.variable} to its path)`,
  )
}

function onPath(names: readonly string[]): string | undefined {
  for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), ...alsoIn])
    for (const name of names) {
      const path = join(folder, name)
      if (isExecutable(path)) return path
    }
  return undefined
}

/** Two test files may need the same program at once: the second waits for the first. What it did shows in what is found. */
function apt(...args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(installer, ['-o', 'DPkg::Lock::Timeout=120', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: 'ignore',
    })
    child.once('error', reject)
    child.once('close', () => resolve())
  })
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
