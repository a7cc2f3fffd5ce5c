import { authenticate } from 'mailauth'
import { simpleParser } from 'mailparser'
import { afterEach, describe, expect, test } from 'vitest'
import { createPost, states } from '../testing/post.ts'

const post = createPost()
afterEach(() => post.stop())

const approved = { template: 'registration_approved' } as const

describe('a mail', () => {
  test('arrives at the relay as text and HTML, in its language, and is forgotten but for that it was sent', async () => {
    const { running, relay } = await post.withRelay()
    const contact = await running.contact('Ada@Bücher.example', { language: 'de' })
    const content = {
      template: 'new_sign_in',
      device: 'Firefox <Linux> & "Co"',
      at: '2026-03-01T12:30:00.000Z',
    } as const
    await running.calls.send({ id: 'one', contact, content })
    await running.parts.jobs.drain()
    const [mail, ...more] = relay.received
    expect(more).toEqual([])
    expect(mail?.from).toBe('no-reply@chat.example.org')
    expect(mail?.raw.toString()).toMatch(/^To: Ada@xn--bcher-kva\.example\r$/m)
    const parsed = await simpleParser(mail?.raw ?? Buffer.alloc(0))
    expect(parsed.subject).toBe('Neue Anmeldung in deinem Konto')
    expect(parsed.from?.value).toEqual([{ name: 'Alles', address: 'no-reply@chat.example.org' }])
    expect(parsed.text).toContain('am 1. März 2026 um 12:30 UTC')
    expect(parsed.text).toContain('Firefox <Linux> & "Co"')
    expect(parsed.html).toContain('Firefox &lt;Linux&gt; &amp; &quot;Co&quot;')
    expect(parsed.html).toContain('<html lang="de">')
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated')
    expect(parsed.messageId).toMatch(/^<[0-9a-f]{32}@chat\.example\.org>$/)
    expect(parsed.date).toEqual(new Date(running.parts.clock.now()))
    expect(parsed.headers.has('x-mailer')).toBe(false)
    expect(await states(running)).toEqual([{ state: 'sent', attempts: 1, last_fault: null, content: null }])
    expect(running.ledger).toMatchObject([
      {
        destination: 'relay',
        host: '127.0.0.1',
        status: 250,
        outcome: 'answered',
        bytesOut: mail?.raw.length,
      },
    ])
    expect(JSON.stringify(running.ledger)).not.toMatch(/ada|cher/i)
  })

  test('is signed with the key that is published, and a changed one is found out', async () => {
    const { running, relay } = await post.withRelay()
    await running.calls.send({
      id: 'one',
      contact: await running.contact('ada@example.org'),
      content: approved,
    })
    await running.parts.jobs.drain()
    const raw = relay.received[0]?.raw ?? Buffer.alloc(0)
    const { records } = await running.calls.describeDns({})
    const resolver = async (name: string, type: string) => {
      const found = records.filter((record) => record.name === name && record.type === type)
      if (found.length === 0) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
      return found.map(({ value }) => [value])
    }
    const verdict = async (message: Buffer) => {
      const { dkim } = await authenticate(message, {
        resolver,
        ip: '127.0.0.1',
        helo: 'x',
        sender: 'x@y.example',
      })
      return dkim.results.map(({ status, signingDomain, signingHeaders }) => ({
        result: status.result,
        signingDomain,
        signed: signingHeaders?.keys,
      }))
    }
    expect(await verdict(raw)).toEqual([
      {
        result: 'pass',
        signingDomain: 'chat.example.org',
        signed: 'From: To: Subject: Date: Message-ID: MIME-Version: Content-Type: Auto-Submitted',
      },
    ])
    const changed = Buffer.from(raw.toString('latin1').replace('approved', 'refused'), 'latin1')
    expect(changed.equals(raw)).toBe(false)
    expect(await verdict(changed)).toMatchObject([{ result: 'neutral' }])
    const renamed = Buffer.from(raw.toString('latin1').replace(/^Subject: .*$/m, 'Subject: Win\r'), 'latin1')
    expect(await verdict(renamed)).toMatchObject([{ result: 'fail' }])
  })

  test('asked for twice with one id is sent once', async () => {
    const { running, relay } = await post.withRelay()
    const contact = await running.contact('ada@example.org')
    await Promise.all([1, 2, 3].map(() => running.calls.send({ id: 'one', contact, content: approved })))
    await running.parts.jobs.drain()
    await running.calls.send({ id: 'one', contact, content: approved })
    await running.calls.send({ id: 'two', contact, content: approved })
    await running.parts.jobs.drain()
    expect(relay.received).toHaveLength(2)
  })

  test('does not go to an address that is not verified, is undeliverable, or was removed, and nobody is told', async () => {
    const { running, relay } = await post.withRelay()
    const unverified = await running.contact('ada@example.org', { verified: false })
    const undeliverable = await running.contact('bob@example.org')
    await running.admin`update contacts set undeliverable_since = now() where handle = ${undeliverable}`
    for (const contact of [unverified, undeliverable, 'A'.repeat(22)])
      await running.calls.send({ id: contact, contact, content: approved })
    expect(await states(running)).toEqual([])
    const late = await running.contact('cem@example.org')
    await running.calls.send({ id: 'late', contact: late, content: approved })
    await running.admin`update contacts set undeliverable_since = now() where handle = ${late}`
    await running.parts.jobs.drain()
    expect(await states(running)).toMatchObject([{ state: 'dropped', content: null }])
    expect(relay.received).toEqual([])
  })

  test.each([
    [{ template: 'reset_password', link: 'https://evil.example/reset#x' }],
    [{ template: 'reset_password', link: 'https://chat.example.org/reset?token=x' }],
    [{ template: 'reset_password', link: 'javascript:alert(1)' }],
    [{ template: 'password_changed', at: 'yesterday' }],
  ] as const)('that cannot be written is not queued: %o', async (content) => {
    const running = await post.mailTo()
    const contact = await running.contact('ada@example.org')
    await expect(running.calls.send({ id: 'one', contact, content })).rejects.toThrow()
    expect(await states(running)).toEqual([])
  })

  test('holds no line that a value began', async () => {
    const { running, relay } = await post.withRelay()
    const contact = await running.contact('ada@example.org')
    const device = 'Firefox\r\n\r\nBcc: eve@example.org\r\n.\r\nMAIL FROM:<eve@example.org>'
    const content = { template: 'new_sign_in', device, at: '2026-03-01T12:30:00.000Z' } as const
    await running.calls.send({ id: 'one', contact, content })
    await running.parts.jobs.drain()
    expect(relay.received).toHaveLength(1)
    expect(relay.received[0]?.to).toEqual(['ada@example.org'])
    const parsed = await simpleParser(relay.received[0]?.raw ?? Buffer.alloc(0))
    expect(parsed.headers.has('bcc')).toBe(false)
    expect(parsed.text).toContain('Firefox Bcc: eve@example.org . MAIL FROM:<eve@example.org>')
  })
})
