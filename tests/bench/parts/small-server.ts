import { startBot } from '../../support/bot.ts'
import { addBot, makeGuild, signUp } from '../../support/person.ts'
import { startServer } from '../../support/server.ts'
import { residentMegabytes } from '../load/measure.ts'
import { bareHashes, signIns } from '../rows/sign-ins.ts'
import type { Measured } from '../table.ts'

/** What a host with one small machine sees: the server as `up` starts it, with everything on both cores. */
export async function smallServer(note: (name: string, measured: Measured) => void): Promise<void> {
  const fresh = performance.now()
  let server = await startServer({ env: { ALLES_RATE_LIMITS: 'off' } })
  note('start on an empty data directory, to ready', { value: performance.now() - fresh, unit: 'ms' })
  await server.stop()
  const warm = performance.now()
  server = await server.restart()
  note('start on the same data directory, to ready', { value: performance.now() - warm, unit: 'ms' })
  note('memory of the server, idle', { value: residentMegabytes(server.process.pid ?? 0), unit: 'MB' })
  const person = await signUp(server.origin)
  const guild = await makeGuild(person)
  const token = await addBot(person, guild)
  const login = performance.now()
  const bot = await startBot(server.origin, token)
  note('a discord.js bot, login to ready', { value: performance.now() - login, unit: 'ms' })
  await bot.destroy()
  const hashes = await bareHashes(5)
  const signed = await signIns(person, guild, 8)
  note('sign-ins, beside bare argon2id hashes', {
    value: signed.signIns.perSecond,
    unit: '1/s',
    baseline: hashes,
    must: { leastRatio: 0.85 },
  })
  note('POST p99 while 50 sign in, beside idle', {
    value: signed.meanwhile.p99,
    unit: 'ms',
    baseline: signed.idle.p99,
    must: { mostRatio: 2 },
  })
  await server.remove()
}
