import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { command, edgeRefusals, refuse, z } from '../contract/index.ts'
import { testClock } from '../testing/test-clock.ts'
import type { FormFile } from './routes.ts'
import { exchangeBytes, refusals, testEdge, type TestEdge } from './test-edge.ts'

const sendCard = command('cards.send', {
  about: 'Sends a card.',
  protocol: 'discord',
  http: 'POST /boxes/:boxId/cards',
  caller: 'account',
  input: z.object({ boxId: z.string(), text: z.string().max(20), title: z.string().optional() }),
  output: z.object({ text: z.string(), files: z.array(z.string()) }),
  files: { most: 3 },
  refuses: [refusals.unknown_thing],
})

let edge: TestEdge
let port: number
let kept: string[]
let largest: number
beforeEach(async () => {
  edge = testEdge(testClock(60 * 60_000))
  kept = []
  largest = 0
  edge.http.routesFor('cards').answerForm(
    sendCard,
    {
      mostBytes: 3_000_000,
      async admit({ boxId }) {
        if (boxId === '9') refuse(refusals.unknown_thing)
      },
      async receive({ name, fileName, mediaType, bytes }: FormFile) {
        if (fileName === 'bad.bin') refuse(edgeRefusals.body_too_large)
        let size = 0
        for await (const chunk of bytes) {
          largest = Math.max(largest, chunk.byteLength)
          size += chunk.byteLength
          if (fileName === 'half.bin') break
        }
        const said = `${name} ${fileName} ${mediaType} ${size}`
        kept.push(said)
        return said
      },
      async discard(received) {
        kept = kept.filter((one) => !received.includes(one))
      },
    },
    ({ text, title }, _, files) => {
      if (text === 'no') refuse(refusals.unknown_thing)
      return { text: `${text}${title ?? ''}`, files: [...files] }
    },
  )
  port = await edge.http.listen()
})
afterEach(() => edge.http.close())

const post = (body: FormData | string, boxId = '1') =>
  fetch(`http://127.0.0.1:${port}/api/v10/boxes/${boxId}/cards`, {
    method: 'POST',
    headers: {
      authorization: 'Bot bot',
      ...(typeof body === 'string' && { 'content-type': 'application/json' }),
    },
    body,
  })

const form = (files: readonly (readonly [string, Blob, string])[], fields: Record<string, string>) => {
  const data = new FormData()
  for (const [name, blob, fileName] of files) data.append(name, blob, fileName)
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  return data
}
const blob = (size: number, type = 'image/png') => new Blob([new Uint8Array(size).fill(13)], { type })

describe('a form with files', () => {
  test('gives each file as it arrives, and its payload as the input', async () => {
    const answer = await post(
      form(
        [
          ['files[0]', blob(2_000_000), 'a "b" – c.png'],
          ['files[1]', blob(0, ''), 'nothing'],
        ],
        { payload_json: JSON.stringify({ text: 'Hello' }) },
      ),
    )
    expect(await answer.json()).toEqual({
      text: 'Hello',
      files: ['files[0] a "b" – c.png image/png 2000000', 'files[1] nothing application/octet-stream 0'],
    })
    expect(largest).toBeLessThan(200_000)
  })

  test('gives its fields as the input where it has no payload', async () => {
    const answer = await post(form([['file', blob(1), 'x']], { text: 'By ', title: 'fields' }))
    expect(await answer.json()).toEqual({ text: 'By fields', files: ['file x image/png 1'] })
  })

  test('is not needed: JSON is taken as ever', async () => {
    expect(await (await post(JSON.stringify({ text: 'Plain' }))).json()).toEqual({ text: 'Plain', files: [] })
  })

  test('passes over what a reader leaves of a file', async () => {
    const files = [
      ['files[0]', blob(500_000), 'half.bin'],
      ['files[1]', blob(7), 'whole.bin'],
    ] as const
    const { files: seen } = (await (await post(form(files, { text: 'x' }))).json()) as { files: string[] }
    expect(seen[1]).toBe('files[1] whole.bin image/png 7')
  })

  test('is refused before it is read to those who may not send it', async () => {
    expect((await post(form([['f', blob(5), 'x']], { text: 'x' }), '9')).status).toBe(404)
    expect(kept).toEqual([])
  })

  test.each([
    ['its call is refused', form([['f', blob(5), 'x']], { text: 'no' }), 404],
    ['its input is wrong', form([['f', blob(5), 'x']], { text: 'x'.repeat(21) }), 400],
    ['its input is missing', form([['f', blob(5), 'x']], {}), 400],
    ['its payload is no JSON', form([['f', blob(5), 'x']], { payload_json: '{' }), 400],
    [
      'a later file is refused',
      form(
        [
          ['f', blob(5), 'x'],
          ['g', blob(5), 'bad.bin'],
        ],
        { text: 'x' },
      ),
      413,
    ],
    [
      'it has too many files',
      form(
        ['a', 'b', 'c', 'd'].map((name) => [name, blob(1), name]),
        { text: 'x' },
      ),
      400,
    ],
    [
      'it is too large',
      form(
        [
          ['a', blob(1_500_000), 'a'],
          ['b', blob(1_600_000), 'b'],
        ],
        { text: 'x' },
      ),
      413,
    ],
    ['a field is too large', form([['f', blob(5), 'x']], { text: 'x'.repeat(300_000) }), 413],
  ])('leaves nothing where %s', async (_, body, status) => {
    const answer = await post(body)
    expect(answer.status).toBe(status)
    expect(kept).toEqual([])
  })

  const raw = (body: string, type = 'multipart/form-data; boundary=B') =>
    exchangeBytes(
      port,
      [
        'POST /api/v10/boxes/1/cards HTTP/1.1',
        'Host: localhost',
        'Authorization: Bot bot',
        `Content-Type: ${type}`,
        `Content-Length: ${Buffer.byteLength(body)}`,
        'Connection: close',
        '',
        body,
      ].join('\r\n'),
    )
  const file = '--B\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\nabc\r\n'
  const text = '--B\r\nContent-Disposition: form-data; name="text"\r\n\r\nHi\r\n'

  test('may have words before and after, and names in either way of writing them', async () => {
    const extended =
      "--B\r\ncontent-disposition: form-data; name=f; filename*=UTF-8''%C3%A4.png\r\nContent-Type: Text/Plain; charset=utf-8\r\n\r\n\r\n--B"
    const answer = Buffer.from(
      await raw(`before\r\n${text}${file}${extended}--\r\nafter`),
      'latin1',
    ).toString()
    expect(answer).toContain('{"text":"Hi","files":["f x  3","f ä.png text/plain 0"]}')
  })

  test.each([
    ['without an end', `${text}${file}`],
    ['cut off inside a head', `${text}${file}--B\r\nContent-Disp`],
    ['without a beginning', 'nothing of the kind'],
    ['with a head without end', `${text}${file}--B\r\n${'x'.repeat(5000)}\r\n\r\n--B--`],
    ['with a part without a name', `${text}${file}--B\r\nContent-Type: text/plain\r\n\r\nx\r\n--B--`],
    ['with a field twice', `${file}${text}${text}--B--`],
    ['with rubbish behind a boundary', `${text}${file}--Bxx\r\n\r\n--B--`],
    [
      'with a name that is no UTF-8',
      `${file}${text}--B\r\nContent-Disposition: form-data; name="g"; filename*=UTF-8''%ff\r\n\r\nx\r\n--B--`,
    ],
  ])('is refused %s', async (_, body) => {
    expect(await raw(body)).toMatch(/^HTTP\/1.1 400 [^]*"code":50109/)
    expect(kept).toEqual([])
  })

  test('without a boundary is refused', async () => {
    expect(await raw(text, 'multipart/form-data; charset=utf-8')).toMatch(/^HTTP\/1.1 400/)
  })

  test('that breaks off leaves nothing', async () => {
    const socket = connect(port, '127.0.0.1')
    const head = `POST /api/v10/boxes/1/cards HTTP/1.1\r\nHost: x\r\nAuthorization: Bot bot\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: 900\r\n\r\n`
    socket.write(`${head}${file}--B\r\nContent-Disposition: form-data; name="g"; filename="y"\r\n\r\nabc`)
    await expect.poll(() => kept).toEqual(['f x  3'])
    socket.destroy()
    await expect.poll(() => kept).toEqual([])
  })
})
