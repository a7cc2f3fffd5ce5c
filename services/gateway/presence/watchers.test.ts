import { expect, test } from 'vitest'
import { Session } from '../sessions/session.ts'
import { Watchers } from './watchers.ts'

const session = () =>
  new Session('1', {
    identity: { accountId: '1', applicationId: '1', bot: false, signInId: null },
    intents: null,
    shard: null,
    presence: null,
  })

test('who looks at an account is told of it until they look elsewhere or leave', () => {
  const watchers = new Watchers()
  const [one, two, bot] = [session(), session(), session()]
  watchers.watch(one, ['7', '8'])
  watchers.watch(two, ['8'])
  watchers.watchAll(bot)
  expect(watchers.of('7')).toEqual(new Set([one, bot]))
  expect(watchers.of('8')).toEqual(new Set([one, two, bot]))
  expect(watchers.of('9')).toEqual(new Set([bot]))
  watchers.watchOnly(one, ['9'])
  expect(watchers.of('8')).toEqual(new Set([two, bot]))
  expect(watchers.of('9')).toEqual(new Set([one, bot]))
  for (const left of [one, bot]) watchers.leave(left)
  expect(watchers.of('9')).toEqual(new Set())
})

test('nobody looks at more than a thousand members of one guild: those looked at first go', () => {
  const watchers = new Watchers()
  const one = session()
  for (let from = 0; from < 1200; from += 100)
    watchers.watch(
      one,
      Array.from({ length: 100 }, (_, index) => String(from + index)),
    )
  expect(watchers.of('199').size).toBe(0)
  expect(watchers.of('200').size).toBe(1)
  expect(watchers.of('1199').size).toBe(1)
})
