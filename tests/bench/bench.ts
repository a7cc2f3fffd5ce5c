import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { startBot } from '../support/bot.ts'
import { addBot, makeGuild, signUp } from '../support/person.ts'
import { root, startServer } from '../support/server.ts'
import { deliveries, rawDeliveries } from './deliveries.ts'
import { residentMegabytes } from './measure.ts'
import { emptySends, sends, steadySends } from './sends.ts'
import { bareHashes, signIns } from './sign-ins.ts'

/** `baseline` and `ratio` come from the same run; absent where there is nothing to compare with. */
interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly baseline?: number
  readonly ratio?: number
}

const rows: Row[] = []
function note(name: string, [value, unit]: [number, string], baseline?: number): void {
  rows.push({ name, value, unit, ...(baseline !== undefined && { baseline, ratio: value / baseline }) })
}

async function measure(): Promise<void> {
  const fresh = performance.now()
  let server = await startServer({ env: { ALLES_RATE_LIMITS: 'off' } })
  note('start on an empty data directory, to ready', [performance.now() - fresh, 'ms'])
  await server.stop()
  const warm = performance.now()
  server = await server.restart()
  note('start on the same data directory, to ready', [performance.now() - warm, 'ms'])
  note('memory of the server, idle', [residentMegabytes(server.process.pid ?? 0), 'MB'])
  const person = await signUp(server.origin)
  const guild = await makeGuild(person)
  const token = await addBot(person, guild)
  const login = performance.now()
  const bot = await startBot(server.origin, token)
  note('a discord.js bot, login to ready', [performance.now() - login, 'ms'])
  await bot.destroy()
  const empty = await emptySends(4)
  const sent = await sends(person, guild, 6)
  note('durable sealed sends, 64 connections', [sent.perSecond, '1/s'], empty.perSecond)
  note('durable sealed sends, 64 connections, p50', [sent.p50, 'ms'], empty.p50)
  note('durable sealed sends, 64 connections, p99', [sent.p99, 'ms'], empty.p99)
  const calm = await steadySends(person, guild, 500)
  note('POST at 500/s, p50', [calm.p50, 'ms'])
  note('POST at 500/s, p99', [calm.p99, 'ms'])
  const hashes = await bareHashes(5)
  const signed = await signIns(person, guild, 8)
  note('sign-ins, beside bare argon2id hashes', [signed.signIns.perSecond, '1/s'], hashes)
  note('POST p99 while 50 sign in, beside idle', [signed.meanwhile.p99, 'ms'], signed.idle.p99)
  const load = { sessions: 500, count: 480 }
  const raw = await rawDeliveries({ ...load, bytes: 900 })
  const delivered = await deliveries(server, { person, guild }, load)
  note('deliveries per core', [delivered.perCoreSecond, '1/s'], raw.perCoreSecond)
  note('memory of the server, after the load', [residentMegabytes(server.process.pid ?? 0), 'MB'])
  await server.remove()
}

function table(): string {
  const shown = (value: number | undefined) =>
    value === undefined ? '' : value >= 100 ? value.toFixed(0) : value.toFixed(2)
  const lines = rows.map((row) =>
    [
      row.name.padEnd(46),
      shown(row.value).padStart(10),
      row.unit.padEnd(4),
      shown(row.baseline).padStart(10),
      shown(row.ratio).padStart(7),
    ].join(' '),
  )
  return [
    ['measure'.padEnd(46), 'value'.padStart(10), 'unit', 'baseline'.padStart(10), 'ratio'.padStart(7)].join(
      ' ',
    ),
    ...lines,
  ].join('\n')
}

await measure()
const file = join(root, 'bench/results/latest.json')
await mkdir(join(file, '..'), { recursive: true })
const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memory: Math.round(totalmem() / 1024 ** 3),
}
const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root }).toString().trim()
await writeFile(file, `${JSON.stringify({ machine, commit, rows }, null, 2)}\n`)
console.log(`${table()}\n\nWritten to bench/results/latest.json`)
