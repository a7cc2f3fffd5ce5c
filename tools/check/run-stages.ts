/** What a stage found. `tests` where it ran tests; `problem` names the file and what to do. */
export interface Outcome {
  readonly tests?: { readonly passed: number; readonly failed: number }
  readonly problem?: string
  /** Shown behind the stage's name, such as a count. */
  readonly note?: string
}

export interface Stage {
  readonly name: string
  /** What to do when it fails. */
  readonly advice: string
  run(): Promise<Outcome>
}

export interface Verdict {
  readonly green: boolean
  readonly passed: number
  readonly failed: number
}

/** Runs every stage in order, prints each one's name, time and problem, and goes on after a failure. */
export async function runStages(
  stages: readonly Stage[],
  print: (line: string) => void = console.log,
): Promise<Verdict> {
  let green = stages.length > 0
  let passed = 0
  let failed = 0
  for (const stage of stages) {
    const start = performance.now()
    const outcome = await attempt(stage)
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    const verdict = outcome.problem === undefined ? 'ok  ' : 'FAIL'
    print(`${verdict} ${stage.name.padEnd(12)} ${seconds.padStart(6)} s  ${outcome.note ?? ''}`.trimEnd())
    if (outcome.problem !== undefined) {
      green = false
      print(`${outcome.problem}\n→ ${stage.advice}\n`)
    }
    passed += outcome.tests?.passed ?? 0
    failed += outcome.tests?.failed ?? 0
  }
  return { green: green && failed === 0, passed, failed }
}

/** A stage that could not run has failed. */
async function attempt(stage: Stage): Promise<Outcome> {
  try {
    return await stage.run()
  } catch (error) {
    return {
      problem: `${stage.name} could not run: ${error instanceof Error ? error.message : String(error)}`,
    }
  }
}
