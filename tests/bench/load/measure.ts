import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** The value below which `share` of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK']).toString())

/** Seconds of processor time a process has used so far. */
export function processorSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** Resident memory of a process in MB. */
export function residentMegabytes(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1]) / 1024
}

export interface Answers {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
}

/** Calls `once` from `connections` callers, each one after the other, for `seconds` after half a second of warm-up. */
export async function callers(
  connections: number,
  seconds: number,
  once: (caller: number) => Promise<void>,
): Promise<Answers> {
  const samples: number[] = []
  let state: 'warm-up' | 'measuring' | 'over' = 'warm-up'
  const caller = async (number: number) => {
    while (state !== 'over') {
      const start = performance.now()
      await once(number)
      if (state === 'measuring') samples.push(performance.now() - start)
    }
  }
  const all = Array.from({ length: connections }, (_, number) => caller(number))
  await new Promise((resolve) => setTimeout(resolve, 500))
  state = 'measuring'
  const start = performance.now()
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  const passed = (performance.now() - start) / 1000
  state = 'over'
  await Promise.all(all)
  return { perSecond: samples.length / passed, p50: percentile(samples, 0.5), p99: percentile(samples, 0.99) }
}

/** Calls `once` at a steady rate for `seconds`; late calls start at once. Milliseconds. */
export async function steady(
  perSecond: number,
  seconds: number,
  once: (turn: number) => Promise<void>,
): Promise<Answers> {
  const samples: number[] = []
  const running: Promise<void>[] = []
  const start = performance.now()
  for (let turn = 0; turn < perSecond * seconds; turn += 1) {
    const due = start + (turn * 1000) / perSecond
    const wait = due - performance.now()
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait))
    running.push(once(turn).then(() => void samples.push(performance.now() - due)))
  }
  await Promise.all(running)
  return {
    perSecond: samples.length / ((performance.now() - start) / 1000),
    p50: percentile(samples, 0.5),
    p99: percentile(samples, 0.99),
  }
}
