import { describe, expect, test } from 'vitest'
import { TellingOrder, type Group } from './telling-order.ts'
import type { Draft, Outcome } from './write-group.ts'

function group(...channelIds: string[]): Group {
  const sends = channelIds.map((channelId) => ({
    draft: { channelId } as Draft,
    resolve: () => undefined,
    reject: () => undefined,
    attempts: 0,
  }))
  return { sends, placed: [] }
}

const written = (...numbers: number[]): Outcome[] =>
  numbers.map((number) => ({ kind: 'written', id: String(number), number }))

/** Starts groups that are out until they are answered; `told` is the order in which they are told of. */
function fly() {
  const order = new TellingOrder()
  const told: string[] = []
  const start = (name: string, flying: Group) => {
    const answer = Promise.withResolvers<readonly Outcome[] | null>()
    const done = order.run(flying, async () => {
      const outcomes = await answer.promise
      if (outcomes) await order.tell(flying, outcomes, () => told.push(name))
    })
    return { answer: answer.resolve, done }
  }
  return { order, told, start }
}

const settle = () => new Promise(setImmediate)

describe('telling groups', () => {
  test('in the order of the channel where answers overtake each other', async () => {
    const { told, start } = fly()
    const first = start('first', group('a'))
    const second = start('second', group('b', 'a'))
    second.answer(written(1, 2))
    await settle()
    expect(told).toEqual([])
    first.answer(written(1))
    await Promise.all([first.done, second.done])
    expect(told).toEqual(['first', 'second'])
  })

  test('at once where no number is missing', async () => {
    const { told, start } = fly()
    const first = start('first', group('a'))
    first.answer(written(1))
    await first.done
    start('waits', group('a'))
    const next = start('next', group('a'))
    next.answer(written(2))
    await next.done
    expect(told).toEqual(['first', 'next'])
  })

  test('at once where channels differ', async () => {
    const { told, start } = fly()
    start('waits', group('a'))
    const other = start('other', group('b'))
    other.answer(written(7))
    await other.done
    expect(told).toEqual(['other'])
  })

  test('that come first, although another is waited for in vain', async () => {
    const { told, start } = fly()
    const later = start('later', group('a'))
    const sooner = start('sooner', group('a'))
    sooner.answer(written(5))
    await settle()
    expect(told).toEqual([])
    later.answer(written(6))
    await Promise.all([later.done, sooner.done])
    expect(told).toEqual(['sooner', 'later'])
  })

  test('without waiting for one that failed', async () => {
    const { order, told, start } = fly()
    const failing = start('failing', group('a'))
    const other = start('other', group('a'))
    other.answer(written(2))
    await settle()
    failing.answer(null)
    await other.done
    expect(told).toEqual(['other'])
    expect(order.size).toBe(0)
  })
})
