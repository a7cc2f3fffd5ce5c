import { open, type FileHandle } from 'node:fs/promises'
import { entryBytes } from './leaked-entry.ts'

const perRead = 8 * 1024
const perWrite = 32 * 1024

/** A run that is being read: sorted entries, a piece of them in memory. */
interface Run {
  readonly handle: FileHandle
  readonly bytes: Buffer
  filled: number
  at: number
  head: bigint
}

/** The entries of sorted files in one order, each once, in pieces. The piece is valid until the next is asked for. */
export async function* mergeRuns(paths: readonly string[]): AsyncGenerator<Buffer> {
  const runs: Run[] = []
  try {
    for (const path of paths) runs.push(await openRun(path))
    yield* mergeOpen(runs.slice())
  } finally {
    for (const { handle } of runs) await handle.close()
  }
}

async function openRun(path: string): Promise<Run> {
  const handle = await open(path, 'r')
  const run = { handle, bytes: Buffer.alloc(perRead * entryBytes), filled: 0, at: 0, head: 0n }
  await advance(run)
  return run
}

/** False at the end. */
async function advance(run: Run): Promise<boolean> {
  if (run.at === run.filled) {
    const { bytesRead } = await run.handle.read(run.bytes, 0, run.bytes.length)
    run.filled = bytesRead
    run.at = 0
    if (bytesRead === 0) return false
  }
  run.head = run.bytes.readBigUInt64BE(run.at)
  run.at += entryBytes
  return true
}

/** Answers at once where the next entry is in memory already. */
function advanceInMemory(run: Run): boolean {
  if (run.at === run.filled) return false
  run.head = run.bytes.readBigUInt64BE(run.at)
  run.at += entryBytes
  return true
}

/** `heap` is a binary heap by the next entry of each run. */
async function* mergeOpen(heap: Run[]): AsyncGenerator<Buffer> {
  for (let at = heap.length - 1; at >= 0; at -= 1) sink(heap, at)
  const out = Buffer.alloc(perWrite * entryBytes)
  let filled = 0
  let last: bigint | null = null
  for (let top = heap[0]; top; top = heap[0]) {
    if (top.head !== last) {
      last = top.head
      filled = out.writeBigUInt64BE(last, filled)
      if (filled === out.length) {
        yield out
        filled = 0
      }
    }
    if (!advanceInMemory(top) && !(await advance(top))) removeTop(heap)
    sink(heap, 0)
  }
  if (filled > 0) yield out.subarray(0, filled)
}

function removeTop(heap: Run[]): void {
  const last = heap.pop()
  if (last && heap.length > 0) heap[0] = last
}

function sink(heap: Run[], from: number): void {
  let at = from
  for (;;) {
    const left = 2 * at + 1
    const [own, one, other] = [heap[at], heap[left], heap[left + 1]]
    if (!own || !one) return
    const [least, next] = other && other.head < one.head ? [other, left + 1] : [one, left]
    if (own.head <= least.head) return
    heap[at] = least
    heap[next] = own
    at = next
  }
}
