import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { cores, pin } from './cores.ts'

export interface Child {
  readonly process: ChildProcess
  readonly pid: number
  write(line: string): void
  /** The next line it prints. */
  line(): Promise<string>
  /** Puts it where the server is otherwise: it is what the server is compared with. */
  pinToServerCore(): void
  end(): Promise<void>
}

/** Starts one of the programs of the benchmarks; `file` as seen from their folder. */
export function startChild(file: string, args: readonly string[]): Child {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', file), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const waiting: PromiseWithResolvers<string>[] = []
  const held: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    const next = waiting.shift()
    if (next) next.resolve(line)
    else held.push(line)
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  child.once('close', () => {
    for (const one of waiting) one.reject(new Error(`${file} ended before it answered`))
  })
  return {
    process: child,
    pid: child.pid ?? 0,
    write: (line) => void child.stdin.write(`${line}\n`),
    async line() {
      const line = held.shift()
      if (line !== undefined) return line
      const next = Promise.withResolvers<string>()
      waiting.push(next)
      return next.promise
    },
    pinToServerCore: () => pin(child.pid ?? 0, cores.server),
    async end() {
      process.off('exit', kill)
      kill()
      await ended
    },
  }
}
