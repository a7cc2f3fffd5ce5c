import { spawnSync } from 'node:child_process'
import { gzipSync } from 'node:zlib'
import type { LedgerEntry } from '@alles/platform/egress'
import { silentLog } from '@alles/platform/log'
import { testCertificate } from '@alles/platform/testing'
import { describe, expect, test } from 'vitest'
import { html, serving } from '../testing/serving.ts'
import { createLooker } from './looker.ts'
import { permissions } from './permissions.ts'
import type { Reach } from './words.ts'

/** The real process, which may reach this machine and nothing else. */
async function looking<T>(
  reach: Reach,
  work: (look: (url: string) => Promise<unknown>, ledger: Omit<LedgerEntry, 'at'>[]) => Promise<T>,
): Promise<T> {
  const ledger: Omit<LedgerEntry, 'at'>[] = []
  const looker = createLooker({
    keep: (entry) => ledger.push(entry),
    log: silentLog,
    reach: { ports: 'any', reach: 'loopback', timeoutMs: 2_000, ...reach },
  })
  try {
    return await work((url) => looker.look(url), ledger)
  } finally {
    looker.stop()
  }
}

const page = `<!doctype html><title>Plain</title>
<meta property="og:title" content="A &amp; B"><meta property="og:description" content="What\n it  is">
<meta property="og:site_name" content="Allotment"><meta name="theme-color" content="#0a0b0c">
<meta name="author" content="Ada"><meta property="og:type" content="article">`

describe('what a link leads to', () => {
  test('is asked for once, by a program that says nothing of us', async () => {
    const seen: unknown[] = []
    const port = await serving((request, response) => {
      seen.push(request.headers)
      html(page)(request, response)
    })
    await looking({ answers: { 'place.test': [['127.0.0.1']] } }, async (look, ledger) => {
      expect(await look(`http://place.test:${port}/a?b#c`)).toEqual({
        type: 'article',
        title: 'A & B',
        description: 'What it is',
        site_name: 'Allotment',
        author: 'Ada',
        color: 0x0a0b0c,
        picture: null,
      })
      expect(ledger).toMatchObject([
        { destination: 'preview', host: 'place.test', status: 200, outcome: 'answered' },
      ])
    })
    expect(seen).toEqual([
      {
        host: `place.test:${port}`,
        connection: 'keep-alive',
        'user-agent': 'Mozilla/5.0 (compatible; Alles; link preview)',
        'accept-encoding': 'identity',
        accept: 'text/html,application/xhtml+xml,image/*;q=0.8',
      },
    ])
  })

  test('is nothing on this machine or in private networks, where nobody said that it may be', async () => {
    let asked = 0
    const port = await serving((_, response) => {
      asked += 1
      response.end('secret')
    })
    const inner = [
      '127.0.0.1',
      '10.0.0.1',
      '169.254.169.254',
      '100.64.0.1',
      '224.0.0.1',
      '::1',
      'fe80::1',
      'fd00::1',
      '::ffff:127.0.0.1',
      '64:ff9b::7f00:1',
      '0.0.0.0',
    ]
    const answers = Object.fromEntries(inner.map((address, index) => [`inner${index}.test`, [[address]]]))
    const mixed = { 'mixed.test': [['93.184.216.34', '10.0.0.1']] }
    await looking({ reach: 'public', answers: { ...answers, ...mixed } }, async (look, ledger) => {
      const hosts = [
        ...Object.keys(answers),
        'mixed.test',
        '127.0.0.1',
        '[::1]',
        '2130706433',
        '0x7f.1',
        '[::ffff:7f00:1]',
      ]
      for (const host of hosts) expect(await look(`http://${host}:${port}/`), host).toBeNull()
      expect(new Set(ledger.map(({ outcome }) => outcome))).toEqual(new Set(['address_not_allowed']))
      expect(ledger).toHaveLength(hosts.length)
    })
    expect(asked).toBe(0)
  })

  test('is the address that was vetted, whatever the name means a moment later', async () => {
    const port = await serving(html('<title>Vetted</title>'))
    await looking({ answers: { 'rebound.test': [['127.0.0.1'], ['127.0.0.9']] } }, async (look) => {
      expect(await look(`http://rebound.test:${port}/`)).toMatchObject({ title: 'Vetted' })
    })
  })

  test('is vetted again at every step, of which there are three', async () => {
    const port = await serving((request, response) => {
      const step = Number(request.url?.slice(1))
      const to = request.url === '/meta' ? 'http://169.254.169.254/latest/meta-data/' : `/${step - 1}`
      if (step === 0) return html('<title>Arrived</title>')(request, response)
      return response.writeHead(302, { location: to }).end()
    })
    const lists = Array.from({ length: 20 }, () => ['127.0.0.1'])
    await looking({ answers: { 'place.test': lists } }, async (look, ledger) => {
      expect(await look(`http://place.test:${port}/3`)).toMatchObject({ title: 'Arrived' })
      expect(await look(`http://place.test:${port}/4`)).toBeNull()
      expect(await look(`http://place.test:${port}/meta`)).toBeNull()
      expect(ledger.at(-1)).toMatchObject({ host: '169.254.169.254', outcome: 'address_not_allowed' })
    })
  })

  test('is nothing at other ports, schemes, or with a name and password', async () => {
    await looking({ ports: [80, 443] }, async (look) => {
      for (const url of [
        'http://127.0.0.1:8080/',
        'ftp://127.0.0.1/',
        'file:///etc/passwd',
        'http://a:b@127.0.0.1/',
        'x',
        'javascript:1',
        'data:text/html,<title>x</title>',
      ])
        expect(await look(url), url).toBeNull()
    })
  })

  test('is read no further than half a megabyte, and no longer than it may take', async () => {
    let sent = 0
    const endless = await serving((_, response) => {
      response.setHeader('content-type', 'text/html').write('<title>Long</title>')
      const go = () => {
        while (!response.destroyed && response.write('x'.repeat(64 * 1024))) sent += 64 * 1024
      }
      response.on('drain', go)
      go()
    })
    const silent = await serving((_, response) => {
      response.setHeader('content-type', 'text/html').write('<title>Slow')
    })
    const mute = await serving(() => undefined)
    await looking({ timeoutMs: 500 }, async (look, ledger) => {
      expect(await look(`http://127.0.0.1:${endless}/`)).toMatchObject({ title: 'Long' })
      expect(ledger.at(-1)?.bytesIn).toBe(512 * 1024)
      expect(await look(`http://127.0.0.1:${silent}/`)).toBeNull()
      expect(await look(`http://127.0.0.1:${mute}/`)).toBeNull()
      expect(ledger.at(-1)).toMatchObject({ outcome: 'too_slow' })
    })
    expect(sent).toBeLessThan(32 * 1024 * 1024)
  })

  test('is not unpacked, not trusted without a valid certificate, and nothing where it is no page', async () => {
    const packed = await serving((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
      response.end(gzipSync(Buffer.alloc(50 * 1024 * 1024)))
    })
    const secure = await serving(html(page), true)
    const wrong = await serving((_, response) =>
      response.setHeader('content-type', 'application/zip').end('PK'),
    )
    const none = await serving((_, response) => response.end('<title>untyped</title>'))
    const missing = await serving((_, response) => {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<title>missing</title>')
    })
    await looking({}, async (look) => {
      for (const port of [packed, wrong, none, missing])
        expect(await look(`http://127.0.0.1:${port}/`)).toBeNull()
      expect(await look(`https://127.0.0.1:${secure}/`)).toBeNull()
    })
    await looking(
      { certificates: testCertificate.cert, answers: { localhost: [['127.0.0.1']] } },
      async (look) => {
        expect(await look(`https://localhost:${secure}/`)).toMatchObject({ title: 'A & B' })
      },
    )
  })

  test('however deep and strange, costs the same', async () => {
    const deep = await serving(html(`${'<div>'.repeat(90_000)}<title>Deep</title>`))
    const metas = await serving(html('<meta name="a" content="b">'.repeat(18_000)))
    const latin = await serving((_, response) => {
      response
        .setHeader('content-type', 'text/html')
        .end(Buffer.from('<meta charset=latin1><title>Gr\xfcn \u202e</title>', 'latin1'))
    })
    await looking({}, async (look) => {
      expect(await look(`http://127.0.0.1:${deep}/`)).toMatchObject({ title: 'Deep' })
      expect(await look(`http://127.0.0.1:${metas}/`)).toBeNull()
      expect(await look(`http://127.0.0.1:${latin}/`)).toMatchObject({ title: 'Grün .' })
    })
  })

  test('of many at once is looked at sixteen at a time, and the rest not at all', async () => {
    const port = await serving((request, response) => {
      setTimeout(() => html('<title>x</title>')(request, response), 300)
    })
    await looking({}, async (look) => {
      const found = await Promise.all(Array.from({ length: 20 }, () => look(`http://127.0.0.1:${port}/`)))
      expect(found.filter(Boolean)).toHaveLength(16)
    })
  })
})

test('the process that looks can read no file but its code, start nothing and see no environment', () => {
  const attempts = [
    "require('fs').readFileSync('/etc/passwd')",
    "require('fs').readdirSync('.')",
    "require('fs').writeFileSync('/tmp/x', '')",
    "require('child_process').execSync('true')",
    "new (require('worker_threads').Worker)('1', { eval: true })",
    "process.dlopen({ exports: {} }, 'x.node')",
  ]
  const script = `const ended = []
    for (const attempt of ${JSON.stringify(attempts)}) try { eval(attempt); ended.push(attempt) } catch (e) { ended.push(e.code) }
    console.log(JSON.stringify([ended, Object.keys(process.env)]))`
  const run = spawnSync(process.execPath, [...permissions(), '-e', script], { env: {}, encoding: 'utf8' })
  const [ended, environment] = JSON.parse(run.stdout) as [string[], string[]]
  expect(ended.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'ERR_ACCESS_DENIED'))
  expect(ended[5]).toMatch(/^ERR_(DLOPEN_DISABLED|ACCESS_DENIED)$/)
  expect(environment).toEqual([])
})
