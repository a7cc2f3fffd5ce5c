import { describe, expect, test } from 'vitest'
import { createLog, PrintableError, type Level } from './index.ts'

function logged(level: Level = 'debug') {
  const lines: Record<string, unknown>[] = []
  const log = createLog({ level, write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) })
  return { log, lines }
}

test('writes one JSON object a line, with time, level and event', () => {
  const { log, lines } = logged()
  log.info('server.started', { port: 3000 })
  expect(lines).toEqual([
    { level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), port: 3000, event: 'server.started' },
  ])
})

test('names the event of every line the same way, children and errors included', () => {
  const { log, lines } = logged()
  log.child({ service: 'chat' }).warn('a', { event_name: 'chat.dispatch' })
  log.error('b', { error: new Error('x') })
  expect(lines.map((line) => line.event)).toEqual(['a', 'b'])
  expect(lines[0]).toMatchObject({ service: 'chat', event_name: 'chat.dispatch' })
})

test('drops what is not on the list, whatever the compiler was told', () => {
  const { log, lines } = logged()
  const fields = { port: 1, username: 'ada', address: '192.0.2.1', token: 'x', reason: undefined }
  log.info('a', fields)
  log.child(fields).warn('b', fields)
  log.error('c', { ...fields, service: { name: 'ada' } as unknown as string })
  expect(JSON.stringify(lines)).not.toMatch(/ada|192|token|reason/)
  expect(lines).toMatchObject([{ port: 1 }, { port: 1 }, { port: 1 }])
})

test('cuts values that are longer than a field should be', () => {
  const { log, lines } = logged()
  log.info('a', { reason: 'x'.repeat(1000) })
  expect(lines[0]?.reason).toHaveLength(300)
})

test('says only what is loud enough', () => {
  const { log, lines } = logged('warn')
  log.debug('a')
  log.info('b')
  log.warn('c')
  log.error('d')
  log.child({ service: 'x' }).info('e')
  expect(lines.map((line) => line.event)).toEqual(['c', 'd'])
})

describe('errors', () => {
  const errorOf = (error: unknown) => {
    const { log, lines } = logged()
    log.error('a', { error })
    return { error: lines[0]?.error, text: JSON.stringify(lines) }
  }

  test('are logged by name, code and place, without their message', () => {
    const thrown = Object.assign(new TypeError('ada said:\n    at home (secret:1:2)\n  hello'), {
      code: 'E_ODD',
    })
    const { error, text } = errorOf(thrown)
    expect(error).toMatchObject({
      name: 'TypeError',
      code: 'E_ODD',
      frames: expect.arrayContaining([expect.stringContaining('log.test.ts')]),
    })
    expect(text).not.toMatch(/ada|hello|secret/)
  })

  test('are logged with their causes, to a depth', () => {
    let thrown = new Error('0')
    for (let i = 1; i < 10; i += 1) thrown = new RangeError(`secret ${i}`, { cause: thrown })
    const { text } = errorOf(thrown)
    expect(text.match(/RangeError/g)).toHaveLength(4)
    expect(text).not.toContain('secret')
  })

  test('of ours that may be printed are', () => {
    expect(errorOf(new PrintableError('The disk is full.')).error).toMatchObject({
      message: 'The disk is full.',
    })
  })

  test('that are none, or lie about themselves, give nothing away', () => {
    expect(errorOf('secret').error).toEqual({ name: 'string', frames: [] })
    const liar = Object.assign(new Error('x'), {
      name: 'ada lovelace',
      code: 'my secret code',
      stack: 'secret',
    })
    expect(errorOf(liar).error).toEqual({ name: 'Error', frames: [] })
  })
})
