import type { TestGuild, TestPerson } from '../support/person.ts'
import { freePort, type TestServer } from '../support/server.ts'
import { startChild } from './child.ts'
import { processorSeconds } from './measure.ts'
import { startReceivers } from './receiver-process.ts'

export interface Delivered {
  /** Deliveries per second of the sender's processor time. */
  readonly perCoreSecond: number
}

/** Sends `count` messages to `sessions` connected sessions and counts what arrives against processor time spent. */
export async function deliveries(
  server: TestServer,
  people: { person: TestPerson; guild: TestGuild },
  load: { sessions: number; count: number },
): Promise<Delivered> {
  const { person, guild } = people
  const pid = server.process.pid ?? 0
  const receivers = await startReceivers(
    `${server.origin.replace('http', 'ws')}/gateway?v=10&encoding=json`,
    load.sessions,
    person.cookie,
  )
  const before = { frames: await receivers.frames(), seconds: processorSeconds(pid) }
  const send = async () => {
    for (let turn = 0; turn < load.count / 16; turn += 1)
      await person.call('POST', `/api/v10/channels/${guild.channel}/messages`, {
        content: 'The water is off from Monday.',
      })
  }
  await Promise.all(Array.from({ length: 16 }, send))
  await receivers.until(before.frames + load.sessions * Math.floor(load.count / 16) * 16)
  const spent = processorSeconds(pid) - before.seconds
  await receivers.end()
  return { perCoreSecond: (load.sessions * load.count) / spent }
}

/** The same number of frames of the same size from a bare `ws` server. */
export async function rawDeliveries(load: {
  sessions: number
  count: number
  bytes: number
}): Promise<Delivered> {
  const port = await freePort()
  const child = startChild('raw-broadcast.ts', [String(port)])
  await child.line()
  const receivers = await startReceivers(`ws://127.0.0.1:${port}`, load.sessions)
  const before = processorSeconds(child.pid)
  child.write(`${load.bytes} ${load.count}`)
  await child.line()
  await receivers.until(load.sessions * load.count)
  const spent = processorSeconds(child.pid) - before
  await receivers.end()
  await child.end()
  return { perCoreSecond: (load.sessions * load.count) / spent }
}
