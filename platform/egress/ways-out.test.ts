import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const searched = ['services', 'platform', 'apps/server', 'apps/cli']

/** What can open a connection. Type-only imports open nothing. */
const ways = [
  /(?<![.\w])fetch\(/,
  /\bnew (WebSocket|EventSource|XMLHttpRequest)\b/,
  /^import (?!type\b)[^\n]*from '(node:)?(http|https|http2|net|tls|dgram|dns|dns\/promises|undici|ws|nodemailer)'/m,
  /\b(import|require)\('(node:)?(http|https|http2|net|tls|dgram|dns|undici|ws|nodemailer)/,
]

/** Ways in, ways that end on this machine, and ways out that speak no HTTP: those write the ledger by themselves. */
const known: Readonly<Record<string, string>> = {
  'platform/egress/': 'the way out',
  'platform/http/': 'the way in',
  'platform/postgres/': 'the database',
  'services/gateway/connections/': 'takes sockets that came in',
  'services/mail/delivery/relay.ts': 'hands mail to the one relay the operator named, and writes the ledger',
  'services/mail/delivery/compose.ts': 'writes mail with the same library, into memory',
  'apps/server/control/': 'listens on a socket file for the operator’s tool',
  'services/oauth/contract/snippets.ts': 'programs as text, to be copied by those who write applications',
  'apps/server/start.ts': 'asks whether its port is free',
  'apps/cli/socket.ts': 'speaks to the server through its socket file',
}

/** Installed packages, and what only tests use. */
const notOurs = /\/(node_modules|testing)\/|\.test\.tsx?$/

function sources(): string[] {
  return searched.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => join(folder, file).split(sep).join('/'))
      .filter((file) => /\.tsx?$/.test(file) && !notOurs.test(file)),
  )
}

test('nothing but the gate leaves the program', () => {
  const files = sources()
  expect(files.length).toBeGreaterThan(50)
  const others = files
    .filter((file) => !Object.keys(known).some((prefix) => file.startsWith(prefix)))
    .filter((file) => {
      const text = readFileSync(join(root, file), 'utf8')
      return ways.some((way) => way.test(text))
    })
  expect(others, 'use platform/egress, or name the file here with the reason').toEqual([])
})

test('every way that is known still leads somewhere', () => {
  const files = sources()
  for (const prefix of Object.keys(known))
    expect(
      files.some((file) => file.startsWith(prefix)),
      relative(root, prefix),
    ).toBe(true)
})
