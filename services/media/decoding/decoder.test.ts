import { silentLog } from '@alles/platform/log'
import { afterEach, describe, expect, test } from 'vitest'
import { createDecoder, type Decoder, type DecoderOptions } from './decoder.ts'

let decoder: Decoder
afterEach(() => decoder.stop())

const script = new URL('../testing/faulty-decoder.ts', import.meta.url)

function start(given: DecoderOptions = {}) {
  decoder = createDecoder(silentLog, { script, ...given })
  return (wish: string) => decoder.run('read', { bytes: Buffer.from(`\x89PNG\r\n\x1a\n${wish}`, 'latin1') })
}

const refusal = (code: string) => ({ kind: { code } })

describe('a picture that', () => {
  test('takes too long is refused, its process killed, and the next one read by another', async () => {
    const read = start({ readMs: 2_000 })
    const { width: first } = await read('x')
    const hanging = read('hang')
    const next = read('x')
    await expect(hanging).rejects.toMatchObject(refusal('picture_took_too_long'))
    expect((await next).width).not.toBe(first)
    expect(() => process.kill(first, 0)).toThrow()
  })

  test('ends the process is refused, and nothing else', async () => {
    const read = start()
    const { width: first } = await read('x')
    const crashing = read('crash')
    const next = read('x')
    await expect(crashing).rejects.toMatchObject(refusal('broken_picture'))
    expect((await next).width).not.toBe(first)
  })
})

test('a failure that is not the picture’s is a bug of ours', async () => {
  const read = start()
  await expect(read('fail')).rejects.toThrow('the decoder could not read')
  expect((await read('x')).width).toBeGreaterThan(0)
})

test('one process reads one picture after the other, and knows nothing of ours', async () => {
  const read = start()
  const results = await Promise.all(['a', 'b', 'c'].map(read))
  expect(new Set(results.map(({ width }) => width)).size).toBe(1)
  // What the system itself puts into every environment is all there is.
  expect(results[0]?.height).toBeLessThanOrEqual(1)
})

test('what waits is bounded, and pictures that are shown leave room for new ones', async () => {
  const read = start({ mostWaiting: 4 })
  const bytes = Buffer.from('12345678x')
  const convert = () => decoder.run('convert', { bytes, format: 'png' })
  // The first is being worked on; two of the four places are for conversions.
  const taken = [read('x'), convert(), convert()]
  await expect(convert()).rejects.toMatchObject(refusal('pictures_busy'))
  taken.push(read('x'), read('x'))
  await expect(read('x')).rejects.toMatchObject({ ...refusal('pictures_busy'), details: { retryAfter: 3 } })
  await Promise.all(taken)
  expect((await read('x')).width).toBeGreaterThan(0)
})

test('what waits when it is stopped is not waited for', async () => {
  const read = start()
  const waiting = [read('x'), read('x')].map((one) => one.catch((error: unknown) => error))
  decoder.stop()
  for (const error of await Promise.all(waiting)) expect(error).toBeInstanceOf(Error)
  await expect(read('x')).rejects.toMatchObject(refusal('pictures_busy'))
})
