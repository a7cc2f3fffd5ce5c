import { describe, expect, test } from 'vitest'
import { fern, sage, wireMessage } from '../testing/wire.ts'
import type { MessageLog } from './entities.ts'
import {
  loadingLog,
  staleLog,
  withEdit,
  withMessage,
  withNewestPage,
  withOlderPage,
  withoutMessages,
} from './message-log.ts'
import { readMessage } from './read-wire.ts'

const message = (id: string, text = id) => readMessage(wireMessage(id, fern, text))
const ids = (log: MessageLog) => log.messages.map((one) => one.id)

describe('a page that was on its way', () => {
  test('keeps what came in behind its end', () => {
    const log = withMessage(loadingLog, message('30'))
    expect(ids(withNewestPage(log, [message('20'), message('10')], true))).toEqual(['10', '20', '30'])
  })

  test('does not bring back what was deleted meanwhile', () => {
    const log = withoutMessages(loadingLog, ['20'])
    expect(ids(withNewestPage(log, [message('20'), message('10')], true))).toEqual(['10'])
  })

  test('does not undo an edit that is newer', () => {
    const edited = readMessage(
      wireMessage('20', fern, { content: 'new', edited_timestamp: '2026-11-21T10:00:00Z' }),
    )
    const log = withEdit(withMessage(loadingLog, message('20', 'old')), edited)
    expect(withOlderPage(log, [message('20', 'old')], true).messages[0]?.content).toBe('new')
  })
})

describe('after an interruption', () => {
  test('what is missing from the newest page was deleted', () => {
    const log = staleLog(withNewestPage(loadingLog, [message('20'), message('10')], true))
    expect(ids(withNewestPage(log, [message('30'), message('10')], true))).toEqual(['10', '30'])
  })

  test('an empty page means that everything was deleted', () => {
    const log = staleLog(withNewestPage(loadingLog, [message('20'), message('10')], true))
    expect(ids(withNewestPage(log, [], true))).toEqual([])
  })

  test('what came in since stays', () => {
    const log = staleLog(withNewestPage(loadingLog, [message('10')], true))
    expect(
      ids(withNewestPage(withMessage(log, message('40')), [message('30'), message('10')], true)),
    ).toEqual(['10', '30', '40'])
  })
})

test('orders ids of different lengths by age', () => {
  const log = withMessage(withMessage(loadingLog, message('999')), message('1000'))
  expect(ids(withMessage(log, message('99')))).toEqual(['99', '999', '1000'])
})

test('older messages come before the others', () => {
  const log = withNewestPage(loadingLog, [message('20')], false)
  const older = withOlderPage(log, [message('10'), message('9')], true)
  expect(ids(older)).toEqual(['9', '10', '20'])
  expect(older.reachedStart).toBe(true)
})

test('a message keeps the nonce it was known by', () => {
  const sent = readMessage(wireMessage('20', sage, { content: 'hi', nonce: 'abc' }))
  const log = withMessage(loadingLog, sent)
  expect(withNewestPage(log, [message('20')], true).messages[0]?.nonce).toBe('abc')
})
