import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** The server has core 0 for itself; whoever loads it, receives from it or stores for it is on core 1. */
export const cores = { server: 0, others: 1 }

/** Puts a process, and what it starts from now on, on one core. */
export function pin(pid: number, core: number): void {
  execFileSync('taskset', ['-a', '-cp', String(core), String(pid)], { stdio: 'ignore' })
}

export function requireCores(): void {
  if (availableParallelism() < 2)
    throw new Error('The benchmarks need two cores: one for the server alone, one for everything else.')
}
