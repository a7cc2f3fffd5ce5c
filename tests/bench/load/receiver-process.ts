import { startChild } from './child.ts'

export interface Heard {
  readonly frames: number
  /** Milliseconds from a marked message's sending to its arrival; NaN where none came. */
  readonly p50: number
  readonly p99: number
}

export interface Receivers {
  /** Connects all at once; resolves to the milliseconds until every session stood. */
  open(): Promise<number>
  heard(): Promise<Heard>
  /** Waits until this many frames have come since the last `reset`, at most two minutes. */
  until(frames: number): Promise<void>
  reset(): Promise<void>
  /** Destroys every socket at once. */
  drop(): Promise<void>
  end(): Promise<void>
}

/** Starts receivers in a process of their own. `cookies` are taken in turns; none for plain sockets. */
export async function startReceivers(
  url: string,
  count: number,
  cookies: readonly string[] = [],
): Promise<Receivers> {
  const child = startChild('load/receivers.ts', [url, String(count)])
  const ask = async (line: string) => {
    child.write(line)
    return (await child.line()).split(' ')
  }
  if (cookies.length > 0) await ask(`cookies ${cookies.join(' ')}`)
  const heard = async () => {
    const [, frames, p50, p99] = (await ask('count')).map(Number)
    return { frames: frames ?? 0, p50: p50 ?? Number.NaN, p99: p99 ?? Number.NaN }
  }
  return {
    heard,
    open: async () => Number((await ask('open'))[1]),
    async until(wanted) {
      const deadline = Date.now() + 120_000
      for (let got = (await heard()).frames; got < wanted; got = (await heard()).frames) {
        if (Date.now() > deadline) throw new Error(`only ${got} of ${wanted} frames came`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    reset: async () => void (await ask('reset')),
    drop: async () => void (await ask('drop')),
    end: () => child.end(),
  }
}
