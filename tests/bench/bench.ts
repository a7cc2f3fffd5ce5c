import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../support/server.ts'
import { cores, pin, requireCores } from './load/cores.ts'
import { smallServer } from './parts/small-server.ts'
import { wholeWorld } from './parts/whole-world.ts'
import { heading, lineOf, rowOf, type Measured, type Row } from './table.ts'

/*
 * Measures a server that has one core for itself; load, receivers and PostgreSQL share the other. Baselines are taken in
 * the same run. Prints a table as it goes and writes `bench/results/latest.json`. Options:
 *   --only PART,PART   of `small`, `sends`, `deliveries`, `history`, `large`, `scale`
 *   --messages N       how many are stored for `scale`; ten million unless said otherwise
 * Exits with 1 where a figure misses what it has to reach.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'small,sends,deliveries,history,large,scale' },
    messages: { type: 'string', default: '10000000' },
  },
})
const parts = new Set(values.only.split(','))
const rows: Row[] = []

function note(name: string, measured: Measured): void {
  const row = rowOf(name, measured)
  rows.push(row)
  console.log(lineOf(row))
}

requireCores()
console.log(heading)
if (parts.has('small')) await smallServer(note)
pin(process.pid, cores.others)
if (['sends', 'deliveries', 'history', 'large', 'scale'].some((part) => parts.has(part)))
  await wholeWorld({ note, parts, messages: Number(values.messages) })

const file = join(root, 'bench/results/latest.json')
await mkdir(join(file, '..'), { recursive: true })
const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memory: Math.round(totalmem() / 1024 ** 3),
}
const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root }).toString().trim()
await writeFile(file, `${JSON.stringify({ machine, commit, rows }, null, 2)}\n`)
const missed = rows.filter((row) => row.reached === false).length
console.log(`\n${missed} figures missed what they have to reach. Written to bench/results/latest.json`)
process.exitCode = missed === 0 ? 0 : 1
