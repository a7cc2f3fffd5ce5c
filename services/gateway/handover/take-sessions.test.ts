import { createLocalBus } from '@alles/platform/events'
import { silentLog } from '@alles/platform/log'
import { expect, test } from 'vitest'
import type { Gateway } from '../gateway.ts'
import { gatewayTopic } from '../peers/peer-events.ts'
import { handoverOffered, handoverReady } from './handover-events.ts'
import { SessionTaker } from './take-sessions.ts'

test.each([true, false])(
  'says that it is ready once what others publish is sure to be heard, and only then (%s)',
  async (sure) => {
    const local = createLocalBus(silentLog)
    const holds = Promise.withResolvers<boolean>()
    const bus = { ...local, settled: () => holds.promise }
    const taker = new SessionTaker({ bus, peers: { id: 'here' } } as unknown as Gateway)
    const stop = taker.start()
    const heard: string[] = []
    bus.subscribe(gatewayTopic('there'), handoverReady, ({ transfer }) => heard.push(transfer))
    bus.publish(gatewayTopic('here'), handoverOffered, {
      from: 'there',
      transfer: 'first',
      sessions: [['session', '5']],
      guildIds: [],
    })
    await Promise.resolve()
    expect(heard).toEqual([])
    holds.resolve(sure)
    await holds.promise
    await new Promise(setImmediate)
    expect(heard).toEqual(sure ? ['first'] : [])
    stop()
  },
)
