import type { Stage } from './stage.ts'

/** One thing a client does, and how it knows that it was done. */
export interface Step {
  readonly name: string
  run(stage: Stage): Promise<void>
}

export const step = (name: string, run: Step['run']): Step => ({ name, run })
