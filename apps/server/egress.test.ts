import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '@alles/platform/log'
import { createMetrics } from '@alles/platform/metrics'
import { testClock } from '@alles/platform/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEgress } from './egress.ts'
import { loadSettings } from './settings.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alles-egress-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function open(environment: Record<string, string>) {
  const settings = await loadSettings(environment)
  const clock = testClock(5)
  return openEgress({ settings, folder, log: silentLog, metrics: createMetrics({ process: false }), clock })
}

test('no store is spoken to where the settings name none', async () => {
  const opened = await open({})
  const asked = opened.egress.fetch({
    destination: 's3',
    url: 'https://store.example.org/pictures/x',
    maxBytes: 10,
    timeoutMs: 1_000,
  })
  await expect(asked).rejects.toMatchObject({ code: 'unknown_destination' })
  await opened.close()
})

test('a store is spoken to at its address and no other, and every attempt is written down', async () => {
  // Port 1 answers nobody.
  const opened = await open({ ALLES_S3_URL: 's3://key:secret@127.0.0.1:1/pictures?tls=off' })
  const ask = (url: string) => opened.egress.fetch({ destination: 's3', url, maxBytes: 10, timeoutMs: 1_000 })
  await expect(ask('http://127.0.0.1:1/pictures/x')).rejects.toMatchObject({ code: 'unreachable' })
  await expect(ask('http://127.0.0.1:2/pictures/x')).rejects.toMatchObject({ code: 'port_not_allowed' })
  await expect(ask('https://127.0.0.1:1/pictures/x')).rejects.toMatchObject({ code: 'scheme_not_allowed' })
  await expect(ask('http://localhost:1/pictures/x')).rejects.toMatchObject({ code: 'host_not_allowed' })
  await opened.close()
  const file = join(folder, 'egress.ndjson')
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as { outcome: string }).outcome)).toEqual([
    'unreachable',
    'port_not_allowed',
    'scheme_not_allowed',
    'host_not_allowed',
  ])
  expect(lines.join()).not.toMatch(/secret|pictures\/x/)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})
