import { expect, test } from 'vitest'
import { channelId, fern, sage, wireMessage } from '../testing/wire.ts'
import { nextToSend, settleByEvent, withPending, withPendingState, type Pending } from './outbox.ts'

const pending = (nonce: string, state: Pending['state'] = 'sending'): Pending => ({
  nonce,
  channelId,
  content: nonce,
  replyTo: null,
  createdAt: 0,
  triedAt: null,
  state,
  fault: null,
})

test('messages of a channel go out in the order of writing', () => {
  const outbox = ['a', 'b'].map((nonce) => pending(nonce)).reduce(withPending, {})
  expect(nextToSend(outbox, channelId)?.nonce).toBe('a')
})

test('nothing overtakes a message that waits for the connection', () => {
  const outbox = [pending('a', 'waiting'), pending('b')].reduce(withPending, {})
  expect(nextToSend(outbox, channelId)).toBeUndefined()
})

test('a message that was refused does not hold up the next one', () => {
  const outbox = [pending('a', 'failed'), pending('b')].reduce(withPending, {})
  expect(nextToSend(outbox, channelId)?.nonce).toBe('b')
})

test('an event with our nonce settles the message, with somebody else’s author it does not', () => {
  const outbox = withPending({}, pending('a'))
  const event = (author: typeof fern) => ({
    t: 'MESSAGE_CREATE' as const,
    d: wireMessage('9', author, { content: 'a', nonce: 'a' }),
  })
  expect(settleByEvent(outbox, fern.id, event(fern))).toEqual({ [channelId]: [] })
  expect(settleByEvent(outbox, fern.id, event(sage))).toBe(outbox)
})

test('a new attempt forgets why the last one failed', () => {
  const failed = { ...pending('a', 'failed'), fault: { code: 'x', sentence: 'y' } }
  const outbox = withPendingState(withPending({}, failed), failed, { state: 'sending' })
  expect(outbox[channelId]?.[0]?.fault).toBeNull()
})
