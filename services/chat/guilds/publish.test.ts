import { createLocalBus } from '@alles/platform/events'
import { silentLog } from '@alles/platform/log'
import { expect, test } from 'vitest'
import { accountTopic, dispatch, guildTopic, type Audience } from '../contract/index.ts'
import { publish } from './publish.ts'

/** On which topics an event is heard, in order. */
function heardOn(audience: Audience, topics: readonly string[]): string[] {
  const bus = createLocalBus(silentLog)
  const heard: string[] = []
  for (const topic of topics) bus.subscribe(topic, dispatch, () => heard.push(topic))
  publish(bus, [{ t: 'HAPPENED', d: {}, audience }])
  return heard
}

const everywhere = [accountTopic('1'), accountTopic('2'), accountTopic('3'), guildTopic('1')]

test('what concerns several accounts is told each of them once, and nobody else', () => {
  expect(heardOn({ kind: 'accounts', accountIds: ['2', '1', '2'] }, everywhere)).toEqual([
    accountTopic('2'),
    accountTopic('1'),
  ])
  expect(heardOn({ kind: 'account', accountId: '3' }, everywhere)).toEqual([accountTopic('3')])
})

test('what concerns a guild is told on its topic alone', () => {
  expect(heardOn({ kind: 'guild', guildId: '1' }, everywhere)).toEqual([guildTopic('1')])
})
