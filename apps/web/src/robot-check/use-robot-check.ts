import type { Challenge } from '@alles/accounts/contract'
import { useCallback, useEffect, useRef, useState } from 'react'
import { solveInWorker } from './solve-challenge.ts'

/** How many attempts a challenge before a registration takes, about. */
const expected = 500

export interface RobotCheckState {
  readonly ticked: boolean
  readonly phase: 'idle' | 'working' | 'solved' | 'failed'
  /** From 0 to 1, while working. */
  readonly done: number
  readonly tick: (ticked: boolean) => void
  /** The proof, as soon as it is there; null where the box is not ticked or the work failed. */
  readonly proof: () => Promise<string | null>
  /** The proof has been used up: makes a new one while the box stays ticked. */
  readonly renew: () => void
}

/** Gets a challenge and solves it when the box is ticked. A proof counts once, whatever became of the form. */
export function useRobotCheck(getChallenge: () => Promise<Challenge>): RobotCheckState {
  const [ticked, setTicked] = useState(false)
  const [phase, setPhase] = useState<RobotCheckState['phase']>('idle')
  const [done, setDone] = useState(0)
  const proof = useRef<Promise<string | null>>(Promise.resolve(null))
  const stop = useRef<AbortController | null>(null)

  const work = useCallback(async (): Promise<string | null> => {
    stop.current?.abort()
    const controller = new AbortController()
    stop.current = controller
    setPhase('working')
    setDone(0)
    try {
      const solved = await solveInWorker(await getChallenge(), {
        expected,
        onProgress: setDone,
        signal: controller.signal,
      })
      setPhase('solved')
      return solved
    } catch {
      if (!controller.signal.aborted) setPhase('failed')
      return null
    }
  }, [getChallenge])

  const tick = useCallback(
    (on: boolean) => {
      setTicked(on)
      if (on) {
        proof.current = work()
        return
      }
      stop.current?.abort()
      setPhase('idle')
      proof.current = Promise.resolve(null)
    },
    [work],
  )

  useEffect(() => () => stop.current?.abort(), [])
  const renew = useCallback(() => {
    proof.current = work()
  }, [work])
  return { ticked, phase, done, tick, proof: () => proof.current, renew }
}
