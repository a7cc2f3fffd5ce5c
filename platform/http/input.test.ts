import { describe, expect, test } from 'vitest'
import { Refusal } from '../contract/index.ts'
import { testClock } from '../testing/test-clock.ts'
import { inputReader } from './input.ts'
import { listThings, testEdge } from './test-edge.ts'

const json = { 'content-type': 'application/json' }
const asBot = { ...json, authorization: 'Bot bot' }

function edgeThatRemembers() {
  const edge = testEdge(testClock())
  const seen: Record<string, unknown>[] = []
  edge.work = (input) => {
    seen.push(input)
    return { id: '1', title: 'a', content: 'b' }
  }
  const make = (body: string | Buffer, headers: Record<string, string> = json) =>
    edge.http.inject({ method: 'POST', url: '/api/alles/boxes/12/things', headers, payload: body })
  const note = (body: string | Buffer, headers: Record<string, string> = asBot) =>
    edge.http.inject({ method: 'POST', url: '/api/v10/channels/12/notes', headers, payload: body })
  return { ...edge, edge, seen, make, note }
}

describe('where fields come from', () => {
  test('takes fields from path and body', async () => {
    const { make, seen } = edgeThatRemembers()
    expect((await make('{"title":"x","size":3}')).statusCode).toBe(201)
    expect(seen).toEqual([{ boxId: '12', title: 'x', size: 3 }])
  })

  test('takes the fields of a GET from the query string', async () => {
    const { http } = edgeThatRemembers()
    const get = (url: string) => http.inject({ url, headers: { authorization: 'Bot bot' } })
    expect((await get('/api/alles/boxes/12/things?limit=7')).json()).toEqual([{ id: '12', title: '7' }])
    expect((await get('/api/alles/boxes/12/things')).json()).toEqual([{ id: '12', title: '50' }])
    expect((await get('/api/alles/boxes/12/things?limit=1&limit=2')).statusCode).toBe(400)
    expect((await get('/api/alles/boxes/12/things?page=2')).json()).toMatchObject({
      faults: [{ path: ['page'], sentence: 'is not a field we know here' }],
    })
    expect((await get('/api/alles/boxes/12/things?limit=%ff')).statusCode).toBe(400)
    expect((await get('/api/alles/boxes/12/things?limit=1%00')).statusCode).toBe(400)
  })

  test('costs no more than its length when one name is given thousands of times', () => {
    const read = inputReader(listThings)
    const query = 'limit&'.repeat(20_000)
    const begun = performance.now()
    expect(() => read({ params: { boxId: '12' }, query, body: undefined })).toThrow(Refusal)
    expect(performance.now() - begun).toBeLessThan(1000)
  })

  test('lets no body override what the path says', async () => {
    const { make, note, seen } = edgeThatRemembers()
    expect((await make('{"title":"x","boxId":"99"}')).json()).toMatchObject({
      faults: [{ path: ['boxId'] }],
    })
    await note('{"content":"x","channelId":"99"}')
    expect(seen).toEqual([{ channelId: '12', content: 'x' }])
  })

  test('takes a whole list as one field where the contract says so', async () => {
    const { http, seen } = edgeThatRemembers()
    const put = (payload: string) =>
      http.inject({ method: 'PUT', url: '/api/v9/channels/1/notes', headers: json, payload })
    expect((await put('["3","4"]')).statusCode).toBe(204)
    expect(seen).toEqual([{ channelId: '1', order: ['3', '4'] }])
    expect((await put('{"order":["3"]}')).statusCode).toBe(400)
    expect((await put('')).statusCode).toBe(400)
  })
})

describe('unknown fields', () => {
  test('are refused by name under our own protocol', async () => {
    const { make } = edgeThatRemembers()
    const answer = await make('{"title":"x","colour":"red","weight":2}')
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({
      code: 'invalid_input',
      faults: [{ path: ['colour'] }, { path: ['weight'] }],
    })
  })

  test('are ignored under Discord’s', async () => {
    const { note, seen } = edgeThatRemembers()
    expect((await note('{"content":"x","sticker_ids":[]}')).statusCode).toBe(200)
    expect(seen).toEqual([{ channelId: '12', content: 'x' }])
  })
})

describe('input that is not as it should be', () => {
  test('names every fault in our shape', async () => {
    const { make } = edgeThatRemembers()
    expect((await make('{"title":4,"size":0}')).json()).toMatchObject({
      faults: [
        { path: ['title'], sentence: 'must be text' },
        { path: ['size'], sentence: 'must be at least 1' },
      ],
    })
    expect((await make('{}')).json()).toMatchObject({
      faults: [{ path: ['title'], sentence: 'is required' }],
    })
  })

  test('names every fault in Discord’s shape', async () => {
    const { note } = edgeThatRemembers()
    const answer = await note('{"content":"x","embed":{"fields":[{"name":"a"},{"name":4}]}}')
    expect(answer.json()).toEqual({
      message: 'Invalid Form Body',
      code: 50035,
      errors: {
        embed: { fields: { 1: { name: { _errors: [{ code: 'INVALID_VALUE', message: 'must be text' }] } } } },
      },
    })
  })

  test.each([
    ['not JSON', '{"content":'],
    ['another kind of value', '[]'],
    ['a bare word', '"x"'],
    ['nothing', ''],
    ['null', 'null'],
    ['a prototype', '{"content":"x","__proto__":{"a":1}}'],
    ['a hidden prototype', '{"content":"x","\\u005f_proto__":{"a":1}}'],
    ['a deep prototype', '{"content":"x","a":[{"__proto__":1}]}'],
    ['U+0000', '{"content":"a\\u0000b"}'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0x63, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['half a surrogate pair in UTF-8', Buffer.from('{"content":"\xed\xa0\x80"}', 'latin1')],
    ['UTF-16', Buffer.from('{"content":"x"}', 'utf16le')],
    ['very deep nesting', `{"content":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
  ])('refuses %s with a 400 in both shapes', async (_, body) => {
    const { make, note, lines } = edgeThatRemembers()
    const [ours, discords] = [await make(body), await note(body)]
    expect(ours.statusCode).toBe(400)
    expect(ours.headers['content-type']).toBe('application/problem+json')
    expect(discords.statusCode).toBe(400)
    expect(discords.json()).toMatchObject({ message: expect.any(String), code: expect.any(Number) })
    expect(lines).toEqual([])
  })

  test('takes text that only speaks of such things', async () => {
    const { note, seen } = edgeThatRemembers()
    await note(JSON.stringify({ content: '__proto__ \\u0000 \\' }))
    expect(seen).toEqual([{ channelId: '12', content: '__proto__ \\u0000 \\' }])
  })

  test.each(['abc', '-1', '1.5', '9223372036854775808', '99999999999999999999', '%20', '0x1', '١'])(
    'refuses %s as an id',
    async (id) => {
      const { http, lines } = edgeThatRemembers()
      const answer = await http.inject({
        method: 'POST',
        url: `/api/v10/channels/${encodeURIComponent(decodeURIComponent(id))}/notes`,
        headers: asBot,
        payload: '{"content":"x"}',
      })
      expect(answer.statusCode).toBe(400)
      expect(answer.json()).toMatchObject({ code: 50035, errors: { channelId: { _errors: [{}] } } })
      expect(lines).toEqual([])
    },
  )
})

describe('bodies', () => {
  test('that are too large are refused with 413', async () => {
    const { make, note, http } = edgeThatRemembers()
    const large = JSON.stringify({ title: 'x'.repeat(257 * 1024) })
    expect((await make(large)).statusCode).toBe(413)
    expect((await make(large)).json()).toMatchObject({ code: 'body_too_large' })
    expect((await note(large)).json()).toMatchObject({ code: 40005 })
    const answer = await http.inject({
      method: 'PUT',
      url: '/api/v10/channels/1/notes',
      headers: json,
      payload: JSON.stringify(Array.from({ length: 400 }, () => '12')),
    })
    expect(answer.statusCode).toBe(413)
  })

  test('of another type are refused with 415', async () => {
    const { make, note } = edgeThatRemembers()
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'nonsense', 'application/xml']) {
      expect((await make('title=x', { 'content-type': type })).statusCode).toBe(415)
      expect((await note('x', { ...asBot, 'content-type': type })).json()).toEqual({
        message: '415: Unsupported Media Type',
        code: 0,
      })
    }
  })

  test('may be absent where nothing is required', async () => {
    const { http } = edgeThatRemembers()
    const answer = await http.inject({
      method: 'POST',
      url: '/api/alles/things/burn',
      headers: { cookie: 'session=person' },
    })
    expect(answer.json()).toMatchObject({ code: 'fresh_sign_in_required' })
    expect(
      (
        await http.inject({
          method: 'DELETE',
          url: '/api/alles/things/3',
          headers: { ...json, cookie: 'session=person' },
        })
      ).statusCode,
    ).toBe(204)
  })
})

describe('forms with parts', () => {
  const form = (...parts: string[]) =>
    [...parts.flatMap((part) => ['--xyz', part]), '--xyz--', ''].join('\r\n')
  const headers = { authorization: 'Bot bot', 'content-type': 'multipart/form-data; boundary=xyz' }
  const payload = 'Content-Disposition: form-data; name="payload_json"\r\n\r\n{"content":"héllo"}'

  test('are read by their payload_json', async () => {
    const { note, seen } = edgeThatRemembers()
    expect((await note(form(payload), headers)).statusCode).toBe(200)
    expect(seen).toEqual([{ channelId: '12', content: 'héllo' }])
  })

  test('are refused with files, saying so', async () => {
    const { note } = edgeThatRemembers()
    const file = 'Content-Disposition: form-data; name="files[0]"; filename="a.txt"\r\n\r\nabc'
    const answer = await note(form(payload, file), headers)
    expect(answer.statusCode).toBe(415)
    expect(answer.json()).toMatchObject({ message: 'Files cannot be sent here.' })
  })

  test.each([
    ['no boundary', form(payload), { ...headers, 'content-type': 'multipart/form-data' }],
    ['another boundary', form(payload), { ...headers, 'content-type': 'multipart/form-data; boundary=abc' }],
    ['no payload_json', form('Content-Disposition: form-data; name="a"\r\n\r\n1'), headers],
    ['no end', `--xyz\r\n${payload}`, headers],
    ['no blank line', '--xyz\r\nabc\r\n--xyz--', headers],
    ['too many parts', form(...Array.from({ length: 30 }, () => payload)), headers],
    ['nothing', '', headers],
  ])('are refused with %s', async (_, body, given) => {
    const { note } = edgeThatRemembers()
    expect((await note(body, given)).statusCode).toBe(400)
  })
})
