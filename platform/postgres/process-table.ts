import { execFile } from 'node:child_process'
import { readFile, readlink } from 'node:fs/promises'
import { promisify } from 'node:util'

export interface RunningProcess {
  readonly parent: number
  readonly command: string
  /** Its working directory; null where we may not know. */
  readonly directory: string | null
}

/** What runs under a process id; null where nothing does, or only a zombie that nobody has collected yet. */
export async function findProcess(pid: number): Promise<RunningProcess | null> {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
}

async function fromProc(pid: number): Promise<RunningProcess | null> {
  let stat: string
  try {
    stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return null
  }
  const match = /^\d+ \((.*)\) (\w) (\d+)/s.exec(stat)
  if (!match || match[2] === 'Z' || match[2] === 'X') return null
  const directory = await readlink(`/proc/${pid}/cwd`).catch(() => null)
  return { command: match[1] ?? '', parent: Number(match[3]), directory }
}

async function fromPs(pid: number): Promise<RunningProcess | null> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=,ppid=,comm=', '-p', String(pid)])
    const match = /^\s*(\S+)\s+(\d+)\s+(.*\/)?(\S+)/.exec(stdout)
    if (!match || match[1]?.startsWith('Z')) return null
    return { command: match[4] ?? '', parent: Number(match[2]), directory: null }
  } catch {
    return null
  }
}
