import type { Dispatch, GuildState } from '@alles/chat/contract'
import { expect, test } from 'vitest'
import { MessageOrder } from './message-order.ts'

const message = (number: number, channelId = '7'): Dispatch => ({
  t: 'MESSAGE_CREATE',
  d: { id: String(100 + number) },
  audience: { kind: 'channel', guildId: '1', channelId },
  number,
})

/** A guild with one channel at most, and no threads. */
const guildOf = (...channels: object[]) => ({ channels, threads: new Map() }) as unknown as GuildState

/** An order over a channel that holds `stored`, and what it was asked to read. */
function order(stored: readonly number[] = [], fails = 0) {
  const read: object[] = []
  let missed = 0
  let failures = fails
  const made = new MessageOrder({
    async read(between) {
      read.push(between)
      failures -= 1
      if (failures >= 0) throw new Error('away')
      const ids = [Number(between.after), Number(between.before)]
      return stored
        .filter((number) => 100 + number > (ids[0] ?? 0) && 100 + number < (ids[1] ?? 0))
        .map((number) => message(number))
    },
    missed: (count) => void (missed += count),
    failed: () => undefined,
  })
  made.begin(guildOf())
  return { made, read, missed: () => missed }
}

const numbers = async (placed: ReturnType<MessageOrder['place']>) =>
  typeof placed === 'string' ? placed : (await placed)?.map(({ number }) => number)

test('the next one goes at once, one that has been goes never', () => {
  const { made } = order()
  expect([1, 2, 2, 1, 3].map((number) => made.place(message(number), null))).toEqual([
    'now',
    'now',
    'never',
    'never',
    'now',
  ])
  expect(made.place(message(5000, '8'), null)).toBe('now')
})

test('the first ones of a new channel come in order too', async () => {
  const { made } = order()
  const placed = made.place(message(2), null)
  made.takeMissing(message(1))
  expect(await numbers(placed)).toEqual([1])
  const { made: begun } = order([1, 2])
  begun.begin(guildOf({ id: '7', lastNumber: 0, lastMessageId: null }))
  expect(await numbers(begun.place(message(3), null))).toEqual([1, 2])
})

test('what another process wrote a moment earlier is waited for, and nothing is read', async () => {
  const { made, read, missed } = order([2, 3])
  void made.place(message(1), null)
  const placed = made.place(message(4), null)
  expect(made.takeMissing(message(3))).toBe(true)
  expect(made.takeMissing(message(5))).toBe(false)
  expect(made.takeMissing(message(2, '8'))).toBe(false)
  expect(made.takeMissing(message(2))).toBe(true)
  expect(await numbers(placed)).toEqual([2, 3])
  expect(made.takeMissing(message(2))).toBe(false)
  expect([made.place(message(3), null), made.place(message(5), null)]).toEqual(['never', 'now'])
  expect([read, missed()]).toEqual([[], 0])
})

test('what does not come is read, between the messages around it, also where that fails at first', async () => {
  const { made, read, missed } = order([2, 3, 4], 1)
  void made.place(message(1), null)
  const placed = made.place(message(5), null)
  made.takeMissing(message(3))
  expect(await numbers(placed)).toEqual([2, 3, 4])
  expect(read).toEqual(Array.from({ length: 2 }, () => ({ channelId: '7', after: '101', before: '105' })))
  expect(missed()).toBe(2)
})

test('what was deleted meanwhile is left out', async () => {
  const { made } = order([3])
  void made.place(message(1), null)
  expect(await numbers(made.place(message(5), null))).toEqual([3])
  expect(made.place(message(6), null)).toBe('now')
})

test('nothing is missed after the state that sessions begin with', async () => {
  const { made } = order([5])
  made.begin(guildOf({ id: '7', lastNumber: 4, lastMessageId: '104' }))
  expect(made.place(message(4), null)).toBe('now')
  expect(await numbers(made.place(message(6), null))).toEqual([5])
})

test('what was written in a thread before it was archived is not missed when it wakes', async () => {
  const inThread = (number: number): Dispatch => {
    const said = message(number, '9')
    return { ...said, d: { ...said.d, channel_type: 11 } }
  }
  const { made, read } = order([1, 2, 3])
  expect(made.place(inThread(4), guildOf())).toBe('now')
  const { made: awake, read: again } = order([1, 2, 3])
  const thread = { id: '9', lastNumber: 3, lastMessageId: '103' }
  const guild = { threads: new Map([['9', thread]]) } as unknown as GuildState
  expect(awake.place(inThread(4), guild)).toBe('now')
  expect(awake.place(inThread(4), guild)).toBe('never')
  expect([...read, ...again]).toEqual([])
})

test('nothing that is written in a new thread is missed, from the first on', async () => {
  const { made } = order([1, 2])
  made.opened('7')
  expect(await numbers(made.place(message(3), guildOf()))).toEqual([1, 2])
  // Its snapshot may know of them already.
  const thread = { id: '7', lastNumber: 2, lastMessageId: '102' }
  const guild = { threads: new Map([['7', thread]]) } as unknown as GuildState
  const { made: behind } = order([1])
  behind.opened('7')
  expect(await numbers(behind.place(message(2), guild))).toEqual([1])
  behind.opened('7')
  expect(behind.place(message(2), guild)).toBe('never')
})

test('what overtook the news of its thread does not make those before it go unheard', () => {
  const inThread = (number: number): Dispatch => {
    const said = message(number)
    return { ...said, d: { ...said.d, channel_type: 11 } }
  }
  const { made } = order()
  expect(made.place(inThread(3), guildOf())).toBe('now')
  made.opened('7')
  expect([1, 4, 2, 1, 3, 4].map((number) => made.place(inThread(number), guildOf()))).toEqual([
    'now',
    'now',
    'now',
    'never',
    'never',
    'never',
  ])
})

test('more than a thousand are not read: sessions begin anew', async () => {
  const { made, read } = order()
  void made.place(message(1), null)
  expect(await made.place(message(1003), null)).toBeNull()
  expect(read).toEqual([])
})

test('before anybody is there, and after everybody has left, nothing is read', () => {
  const { made, read } = order([1, 2])
  made.end()
  expect([3, 1].map((number) => made.place(message(number), null))).toEqual(['now', 'now'])
  expect(read).toEqual([])
})
