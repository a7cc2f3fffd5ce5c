/** What the field of a body may be given instead of what it wants, as JSON text: not all of it can be said in values. */
export const badValues: readonly string[] = [
  'null',
  'true',
  '0',
  '-1',
  '1e400',
  '123456789012345678901234567890',
  '""',
  '"0"',
  '"9223372036854775807"',
  '"9223372036854775808"',
  '"\\ud800"',
  '"a\\u0000b"',
  '"a\\u001bb"',
  '"a\\nb"',
  '"\\u202e\\u2066\\ufeff"',
  '"constructor"',
  '"@everyone"',
  '"<@1> <@&1> <@!1> <#1> @here"',
  '"%s \' \\" ; -- $1 ${x} {{x}}"',
  JSON.stringify('y'.repeat(101)),
  JSON.stringify('y'.repeat(5000)),
  JSON.stringify('\u{1f469}\u200d'.repeat(300)),
  '[]',
  '["1"]',
  JSON.stringify(Array.from({ length: 400 }, (_, index) => String(index))),
  '{}',
  '{"constructor":{"prototype":{"x":1}}}',
  '{"toString":"x","length":-1}',
  nested('[', ']', 60),
  nested('{"a":', '}', 60),
]

/** What a path may hold in the place of an id, percent-encoded as it is sent. */
export const badSegments: readonly string[] = [
  'abc',
  '-1',
  '0x10',
  '9223372036854775807',
  '99999999999999999999',
  '1'.repeat(4000),
  '%zz',
  '%00',
  '%ff',
  '%2e%2e%2f%2e%2e%2f',
  '@me',
  '__proto__',
]

/** What a field of a query string may be given, percent-encoded as it is sent. */
export const badQueryValues: readonly string[] = [
  '',
  'abc',
  '-1',
  '0',
  '1e400',
  'NaN',
  '99999999999999999999',
  '9223372036854775807',
  '%zz',
  '%ed%a0%80',
  '%00',
  '%F0%9F%98%80',
  '%7B%7D',
  'x'.repeat(3000),
]

/** Whole bodies that no call wants, by what is wrong with them. */
export const badBodies: readonly (readonly [string, string | Buffer])[] = [
  ['a broken off object', '{"a":'],
  ['single quotes', "{'a':1}"],
  ['a byte order mark', '\ufeff{}'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a text', '"x"'],
  ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
  ['a NUL byte', '{"a":"\0"}'],
  ['an escaped NUL', '{"a":"\\u0000"}'],
  ['__proto__', '{"__proto__":{"polluted":true}}'],
  ['an escaped __proto__', '{"\\u005f_proto__":{"polluted":true}}'],
  ['lists nested too deep', nested('[', ']', 100_000)],
  ['objects nested too deep', nested('{"a":', '}', 30_000)],
  ['300 KB', JSON.stringify({ content: 'x'.repeat(300_000) })],
]

function nested(open: string, close: string, depth: number): string {
  return `${open.repeat(depth)}${open.startsWith('{') ? '1' : ''}${close.repeat(depth)}`
}
