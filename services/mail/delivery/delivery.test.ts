import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { authenticate } from 'mailauth'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testClock } from '@alles/platform/testing'
import { siteOf } from '../site-policy.ts'
import { startMail } from '../testing/start-mail.ts'
import { createComposer } from './compose.ts'
import { openSigner } from './dkim-key.ts'
import { openOutbox } from './outbox.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alles-delivery-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const modeOf = async (path: string) => (await stat(path)).mode & 0o777

describe('the key that signs', () => {
  test('is made once, for its owner alone, and stays the same', async () => {
    const made = await Promise.all([openSigner(folder), openSigner(folder), openSigner(folder)])
    const again = await openSigner(folder)
    for (const signer of made) expect(signer.publicKey).toBe(again.publicKey)
    expect(await readdir(folder)).toEqual(['dkim.pem'])
    expect(await modeOf(join(folder, 'dkim.pem'))).toBe(0o600)
    expect(JSON.stringify(again)).not.toContain('PRIVATE')
  })

  test('that is damaged is reported, not replaced', async () => {
    await writeFile(join(folder, 'dkim.pem'), 'nothing')
    await expect(openSigner(folder)).rejects.toThrow(/dkim\.pem holds no key; restore it from backup/)
    expect(await readFile(join(folder, 'dkim.pem'), 'utf8')).toBe('nothing')
  })

  test('covers one-click unsubscribing where a mail offers it', async () => {
    const signer = await openSigner(folder)
    const compose = createComposer(siteOf('https://chat.example.org', null), signer)
    const message = {
      id: 'x',
      to: 'ada@example.org',
      date: new Date(0),
      subject: 'Hi',
      text: 'Hi',
      html: '<p>Hi</p>',
    }
    const headers = {
      'List-Unsubscribe': '<https://chat.example.org/x>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    }
    const { dkim } = await authenticate(await compose({ ...message, headers }), {
      ip: '127.0.0.1',
      helo: 'x',
      sender: 'x@y.example',
      resolver: async (name: string) => {
        if (!name.includes('_domainkey'))
          throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
        return [[`v=DKIM1; k=rsa; p=${signer.publicKey}`]]
      },
    })
    expect(dkim.results[0]?.status.result).toBe('pass')
    expect(dkim.results[0]?.signingHeaders?.keys).toMatch(/List-Unsubscribe: List-Unsubscribe-Post/)
  })
})

describe('the outbox', () => {
  test('is a folder for its owner alone, of whole files for their owner alone', async () => {
    const outbox = await openOutbox(join(folder, 'outbox'), testClock())
    const raw = Buffer.from('From: a\r\n\r\nhello\r\n')
    expect(await outbox.deliver({ id: 'a1', from: 'x', to: 'y', raw })).toEqual({ outcome: 'sent' })
    expect(await modeOf(outbox.folder)).toBe(0o700)
    expect(await readdir(outbox.folder)).toEqual(['a1.eml'])
    expect(await modeOf(join(outbox.folder, 'a1.eml'))).toBe(0o600)
    expect(await readFile(join(outbox.folder, 'a1.eml'))).toEqual(raw)
  })

  test('keeps mail for a week, and nothing of others', async () => {
    const clock = testClock()
    const outbox = await openOutbox(join(folder, 'outbox'), clock)
    await outbox.deliver({ id: 'old', from: 'x', to: 'y', raw: Buffer.from('x') })
    clock.advance(86_400_000)
    await outbox.deliver({ id: 'new', from: 'x', to: 'y', raw: Buffer.from('x') })
    await writeFile(join(outbox.folder, 'notes.txt'), 'mine')
    expect(await outbox.sweep()).toBe(0)
    clock.advance(6 * 86_400_000)
    expect(await outbox.sweep()).toBe(1)
    expect((await readdir(outbox.folder)).toSorted()).toEqual(['new.eml', 'notes.txt'])
    await outbox.remove(['new', 'none'])
    expect(await readdir(outbox.folder)).toEqual(['notes.txt'])
  })

  test('that cannot be written loses nothing', async () => {
    const running = await startMail()
    const contact = await running.contact('ada@example.org')
    await running.calls.send({ id: 'one', contact, content: { template: 'registration_approved' } })
    const outbox = join(running.directory, 'outbox')
    await rm(outbox, { recursive: true })
    await writeFile(outbox, 'in the way')
    await expect(running.parts.jobs.drain()).rejects.toThrow('ENOTDIR')
    await rm(outbox)
    await openOutbox(outbox, running.parts.clock)
    running.parts.clock.advance(5 * 60_000)
    await running.parts.jobs.drain()
    expect(await running.files()).toHaveLength(1)
    await running.stop()
  })
})

describe('what the operator publishes', () => {
  test('names the sender’s domain, the relay, and the key', async () => {
    const running = await startMail({ smtpUrl: 'smtps://relay.example.net', from: 'hello@example.org' })
    const { records } = await running.calls.describeDns({})
    expect(records.map(({ name, value }) => [name, value.slice(0, 26)])).toEqual([
      ['alles._domainkey.example.org', 'v=DKIM1; k=rsa; p=MIIBIjAN'],
      ['example.org', 'v=spf1 a:relay.example.net'],
      ['_dmarc.example.org', 'v=DMARC1; p=quarantine; ad'],
    ])
    await running.stop()
  })
})
