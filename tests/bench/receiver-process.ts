import { startChild } from './child.ts'

export interface Receivers {
  /** Frames received so far, over all sockets. */
  frames(): Promise<number>
  /** Waits until this many frames have come, at most 60 s. */
  until(frames: number): Promise<void>
  end(): Promise<void>
}

/** Starts receivers in a process of their own and waits until every socket stands. */
export async function startReceivers(url: string, count: number, cookie = ''): Promise<Receivers> {
  const child = startChild('receivers.ts', [url, String(count), cookie])
  const first = await child.line()
  if (first !== 'ready') throw new Error(`receivers: ${first}`)
  const frames = async () => {
    child.write('count')
    return Number((await child.line()).split(' ')[1])
  }
  return {
    frames,
    async until(wanted) {
      const deadline = Date.now() + 60_000
      for (let got = await frames(); got < wanted; got = await frames()) {
        if (Date.now() > deadline) throw new Error(`only ${got} of ${wanted} frames came`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    end: () => child.end(),
  }
}
