import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface Receivers {
  frames(): Promise<number>
  /** Waits until this many frames have come, at most 30 s. */
  until(frames: number): Promise<void>
  end(): Promise<void>
}

/** Starts the receivers and waits until every socket stands. */
export async function startReceivers(url: string, count: number, cookie = ''): Promise<Receivers> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'receivers.ts'), url, String(count), cookie],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const waiting: ((line: string) => void)[] = []
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    const next = waiting.shift()
    if (next) next(line)
    else lines.push(line)
  })
  const line = () =>
    new Promise<string>((resolve) => {
      const held = lines.shift()
      if (held === undefined) waiting.push(resolve)
      else resolve(held)
    })
  const first = await line()
  if (first !== 'ready') throw new Error(`receivers: ${first}`)
  const frames = async () => {
    child.stdin.write('count\n')
    return Number((await line()).split(' ')[1])
  }
  return {
    frames,
    async until(wanted) {
      const deadline = Date.now() + 30_000
      while ((await frames()) < wanted) {
        if (Date.now() > deadline) throw new Error(`only ${await frames()} of ${wanted} frames came`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    end: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve())
        child.stdin.write('end\n')
      }),
  }
}
