import type { Outcome } from './run-stages.ts'
import { root, runInstalled } from './tool.ts'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

interface Cruise {
  readonly summary: {
    readonly totalCruised: number
    readonly violations: readonly { from: string; to: string; rule: { name: string } }[]
  }
}

const cruised = ['platform', 'services', 'apps/server', 'apps/cli', 'apps/web/src', 'tests', 'tools']

/** Who may know whom. Counts our own files first: a cruise that saw fewer modules saw nothing. */
export async function boundaries(): Promise<Outcome> {
  const finished = await runInstalled('depcruise', ['--output-type', 'json', ...cruised])
  if (!finished.printed.startsWith('{')) return { problem: finished.output }
  const { summary } = JSON.parse(finished.printed) as Cruise
  const expected = await countSources()
  if (summary.totalCruised < expected)
    return {
      problem: `Only ${summary.totalCruised} modules were cruised of at least ${expected} source files.`,
    }
  const broken = summary.violations.map((one) => `${one.from} → ${one.to}  (${one.rule.name})`)
  if (broken.length > 0) return { problem: broken.join('\n') }
  return { note: `${summary.totalCruised} modules` }
}

async function countSources(): Promise<number> {
  let count = 0
  for (const folder of cruised)
    for (const entry of await readdir(join(root, folder), { recursive: true }))
      if (/\.tsx?$/.test(entry) && !/(^|\/)(node_modules|dist|generated)\//.test(entry)) count += 1
  return count
}
