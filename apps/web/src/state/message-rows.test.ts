import { describe, expect, test } from 'vitest'
import { fern, sage, wireMessage } from '../testing/wire.ts'
import { messageRows, type Row, type RowsInput } from './message-rows.ts'
import type { Pending } from './outbox.ts'
import { readMessage } from './read-wire.ts'

const minute = 60_000
const noon = new Date(2026, 10, 20, 12).getTime()

function message(id: string, author: typeof fern, at: number) {
  return readMessage(
    wireMessage(id, author, {
      content: id,
      timestamp: new Date(at).toISOString(),
    }),
  )
}

function rows(messages: RowsInput['messages'], changed: Partial<RowsInput> = {}): string[] {
  const input = { messages, pending: [], reachedStart: true, readThrough: null, me: fern.id, ...changed }
  return messageRows(input).map(shape)
}

function shape(row: Row): string {
  if (row.kind === 'message') return `${row.message.id}${row.continued ? '+' : ''}`
  return row.kind === 'pending' ? `${row.pending.nonce}${row.continued ? '+' : ''}` : row.kind
}

const answer = { messageId: '1', gone: true, authorId: null, content: '' }

const pending: Pending = {
  nonce: 'sending',
  channelId: '2',
  content: 'x',
  replyTo: null,
  createdAt: noon + minute,
  triedAt: null,
  state: 'sending',
  fault: null,
}

describe('grouping', () => {
  test('puts messages of one author that stand close under one name', () => {
    expect(
      rows([
        message('1', fern, noon),
        message('2', fern, noon + minute),
        message('3', sage, noon + 2 * minute),
        message('4', fern, noon + 3 * minute),
      ]),
    ).toEqual(['top', 'day', '1', '2+', '3', '4'])
  })

  test('begins anew after seven minutes, at a reply and on another day', () => {
    expect(
      rows([
        message('1', fern, noon),
        message('2', fern, noon + 8 * minute),
        { ...message('3', fern, noon + 9 * minute), replyTo: answer },
        message('4', fern, noon + 24 * 60 * minute),
      ]),
    ).toEqual(['top', 'day', '1', '2', '3', 'day', '4'])
  })

  test('puts what is on its way under the same name', () => {
    expect(rows([message('1', fern, noon)], { pending: [pending] })).toEqual(['top', 'day', '1', 'sending+'])
    expect(rows([message('1', sage, noon)], { pending: [pending] })).toEqual(['top', 'day', '1', 'sending'])
  })
})

describe('the line before what is new', () => {
  const three = [message('1', sage, noon), message('2', sage, noon + 1), message('3', sage, noon + 2)]

  test('stands after the last message that was read', () => {
    expect(rows(three, { readThrough: '1' })).toEqual(['top', 'day', '1', 'new', '2', '3+'])
  })

  test('does not stand where all was read, or before our own messages', () => {
    expect(rows(three)).not.toContain('new')
    expect(rows([message('1', fern, noon)], { readThrough: '0' })).not.toContain('new')
  })
})

test('rows that are there stay as they are when older ones come', () => {
  const all = Array.from({ length: 40 }, (_, index) =>
    message(String(100 + index), index % 3 === 0 ? fern : sage, noon + index * 7 * minute),
  )
  const later = rows(all.slice(20), { reachedStart: false }).slice(1)
  const earlier = rows(all.slice(5), { reachedStart: false })
  expect(earlier.slice(-later.length)).toEqual(later)
})
