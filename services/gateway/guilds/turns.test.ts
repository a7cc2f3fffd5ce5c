import { describe, expect, test } from 'vitest'
import { Turns } from './turns.ts'

const fine = () => {
  throw new Error('nothing was to fail')
}

describe('turns', () => {
  test('does work at once while nothing is under way', () => {
    const turns = new Turns(fine)
    const done: number[] = []
    turns.take(() => void done.push(1))
    turns.take(() => void done.push(2))
    expect(done).toEqual([1, 2])
    expect(turns.isIdle).toBe(true)
  })

  test('keeps the order when a piece takes time', async () => {
    const turns = new Turns(fine)
    const done: number[] = []
    const slow = Promise.withResolvers<void>()
    turns.take(() => slow.promise.then(() => void done.push(1)))
    turns.take(() => void done.push(2))
    turns.take(async () => void done.push(3))
    turns.take(() => void done.push(4))
    expect(done).toEqual([])
    expect(turns.length).toBe(3)
    slow.resolve()
    await new Promise((resolve) => setImmediate(resolve))
    expect(done).toEqual([1, 2, 3, 4])
    expect(turns.isIdle).toBe(true)
  })

  test('goes on after a failure', async () => {
    const failures: unknown[] = []
    const turns = new Turns((error) => failures.push(error))
    const done: number[] = []
    turns.take(() => Promise.reject(new Error('later')))
    turns.take(() => {
      throw new Error('at once')
    })
    turns.take(() => void done.push(1))
    await new Promise((resolve) => setImmediate(resolve))
    expect(done).toEqual([1])
    expect(failures).toHaveLength(2)
  })
})
