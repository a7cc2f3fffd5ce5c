import { useCallback, useEffect, useRef, useState } from 'react'
import type { Solve } from '../client/sign-in.ts'
import { solveInWorker } from './solve-challenge.ts'

/** How many attempts a challenge before a sign-in takes, about. */
const expected = 3750

export interface Solver {
  readonly solve: Solve
  /** From 0 to 1 while it works; null otherwise. */
  readonly done: number | null
}

/** Solves challenges in the background and says how far it is; stops when the component goes. */
export function useSolver(): Solver {
  const [done, setDone] = useState<number | null>(null)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  const solve = useCallback<Solve>(async (challenge) => {
    stop.current?.abort()
    const controller = new AbortController()
    stop.current = controller
    setDone(0)
    try {
      return await solveInWorker(challenge, {
        expected,
        onProgress: setDone,
        signal: controller.signal,
      })
    } finally {
      setDone(null)
    }
  }, [])
  return { solve, done }
}
