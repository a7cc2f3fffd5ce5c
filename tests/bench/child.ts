import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface Child {
  readonly process: ChildProcess
  readonly pid: number
  write(line: string): void
  /** The next line it prints. */
  line(): Promise<string>
  end(): Promise<void>
}

/** Starts one of the programs in this folder. */
export function startChild(file: string, args: readonly string[]): Child {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const waiting: ((line: string) => void)[] = []
  const held: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    const next = waiting.shift()
    if (next) next(line)
    else held.push(line)
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return {
    process: child,
    pid: child.pid ?? 0,
    write: (line) => void child.stdin.write(`${line}\n`),
    line: () =>
      new Promise((resolve) => {
        const line = held.shift()
        if (line === undefined) waiting.push(resolve)
        else resolve(line)
      }),
    async end() {
      process.off('exit', kill)
      kill()
      await ended
    },
  }
}
