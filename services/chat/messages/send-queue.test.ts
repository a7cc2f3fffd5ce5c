import { describe, expect, test } from 'vitest'
import { createSendQueue, type Send } from './send-queue.ts'
import type { Draft } from './write-group.ts'

function send(content: string, nonce?: string): Send {
  const draft = { content, nonce: nonce === undefined ? null : { hash: Buffer.from(nonce), enforce: true } }
  return { draft: draft as Draft, resolve: () => undefined, reject: () => undefined, attempts: 0 }
}

const contents = (sends: readonly Send[]) => sends.map((one) => one.draft.content)

describe('messages that wait', () => {
  test('go out in the order of asking, those put back first', () => {
    const queue = createSendQueue()
    queue.add(send('one'))
    queue.add(send('two'))
    queue.addFirst(send('again'))
    expect(contents(queue.take())).toEqual(['again', 'one', 'two'])
    expect(queue.take()).toEqual([])
  })

  test('go out by 256', () => {
    const queue = createSendQueue()
    for (let count = 0; count < 300; count += 1) queue.add(send(`${count}`))
    expect([queue.take().length, queue.take().length]).toEqual([256, 44])
  })

  test('stand in a group once with a nonce', () => {
    const queue = createSendQueue()
    for (const [content, nonce] of [['a', 'x'], ['b', 'x'], ['c', 'y'], ['d']] as const)
      queue.add(send(content, nonce))
    expect(contents(queue.take())).toEqual(['a', 'c', 'd'])
    expect(contents(queue.take())).toEqual(['b'])
  })

  test('are not taken on without end', () => {
    const queue = createSendQueue()
    let taken = 0
    while (queue.add(send('x'))) taken += 1
    expect(taken).toBe(8192)
  })
})
