import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { findNatsServer } from '@alles/platform/testing/programs'
import { boundaries } from './boundaries.ts'
import { findChromium } from './chromium.ts'
import type { Outcome, Stage } from './run-stages.ts'
import { root, runInstalled, runTool, type Finished } from './tool.ts'

function judged(finished: Finished): Outcome {
  return finished.status === 0 ? {} : { problem: lastLines(finished.output) }
}

function lastLines(output: string): string {
  return output.split('\n').slice(-120).join('\n')
}

async function tests(project: string, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const file = join(root, 'test-results', `${project}.json`)
  await rm(file, { force: true })
  const finished = await runInstalled(
    'vitest',
    ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    { ...env, NO_COLOR: '1' },
  )
  const report: unknown = JSON.parse(await readFile(file, 'utf8'))
  const { numPassedTests: passed, numFailedTests: failed } = report as Record<string, number>
  if (passed === undefined || failed === undefined) throw new Error(`${file} does not count tests`)
  const red = finished.status !== 0 || failed > 0 || passed === 0
  return {
    tests: { passed, failed },
    note: `${passed} passed`,
    ...(red && { problem: lastLines(finished.output) }),
  }
}

async function types(): Promise<Outcome> {
  for (const project of ['.', 'apps/web']) {
    const finished = await runInstalled('tsc', ['--noEmit', '-p', project])
    if (finished.status !== 0) return judged(finished)
  }
  return {}
}

/** Every stage of `npm run check`, cheapest first. */
export const stages: readonly Stage[] = [
  {
    name: 'format',
    advice: 'Run `npx oxfmt` on the files named above.',
    run: async () => judged(await runInstalled('oxfmt', ['--check', '.'])),
  },
  { name: 'types', advice: 'Mend the types in the files named above.', run: types },
  {
    name: 'lint',
    advice: 'Mend the places named above; .oxlintrc.json has the rules.',
    run: async () => judged(await runInstalled('oxlint', ['--format=unix'])),
  },
  {
    name: 'boundaries',
    advice: 'A file knows something it must not know; .dependency-cruiser.cjs says why for each rule.',
    run: boundaries,
  },
  {
    name: 'unused',
    advice: 'Delete what nothing uses, or use it; knip.json has the entry points.',
    run: async () => judged(await runInstalled('knip', ['--no-progress'])),
  },
  {
    name: 'catalogue',
    advice:
      "Give each column an entry in its service's catalogue.ts, or remove the entry that names nothing.",
    run: async () => judged(await runTool('node', ['tools/check/catalogue.ts'])),
  },
  {
    name: 'generated',
    advice:
      'Run `node tools/generate-types.ts`, `node tools/generate-openapi.ts` and `node tools/generate-routes.ts`; commit what changed.',
    run: async () => {
      for (const tool of ['generate-types.ts', 'generate-openapi.ts', 'generate-routes.ts']) {
        const outcome = await runTool('node', [`tools/${tool}`, '--check'])
        if (outcome.status !== 0) return judged(outcome)
      }
      return {}
    },
  },
  {
    name: 'tests',
    advice: 'Run the failing file alone: `npx vitest run --project unit FILE`.',
    run: async () => tests('unit', { NATS_SERVER: await findNatsServer() }),
  },
  {
    name: 'system',
    advice: 'Run the failing file alone: `npx vitest run --project system FILE`.',
    run: async () => tests('system', { CHROMIUM: await findChromium(), NATS_SERVER: await findNatsServer() }),
  },
]
