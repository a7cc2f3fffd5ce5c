import { expect, test } from 'vitest'
import { runStages, type Outcome, type Stage } from './run-stages.ts'

const stage = (name: string, run: () => Promise<Outcome>): Stage => ({ name, advice: `mend ${name}`, run })

test('a failing stage turns the verdict red, is named with advice, and the next stages still run', async () => {
  const lines: string[] = []
  const verdict = await runStages(
    [
      stage('first', async () => ({ problem: 'a.ts:1 is wrong' })),
      stage('second', async () => ({ tests: { passed: 3, failed: 0 } })),
    ],
    (line) => lines.push(line),
  )
  expect(verdict).toEqual({ green: false, passed: 3, failed: 0 })
  expect(lines.join('\n')).toContain('FAIL first')
  expect(lines.join('\n')).toContain('a.ts:1 is wrong\n→ mend first')
  expect(lines.join('\n')).toContain('ok   second')
})

test('a stage that could not run is a failure', async () => {
  const verdict = await runStages([stage('broken', () => Promise.reject(new Error('no browser')))], () => {})
  expect(verdict.green).toBe(false)
})

test('a failed test turns the verdict red even where the stage named no problem', async () => {
  const verdict = await runStages(
    [stage('tests', async () => ({ tests: { passed: 1, failed: 1 } }))],
    () => {},
  )
  expect(verdict).toEqual({ green: false, passed: 1, failed: 1 })
})

test('no stages at all is not green', async () => {
  expect((await runStages([], () => {})).green).toBe(false)
})
