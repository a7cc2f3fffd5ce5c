import { simpleParser } from 'mailparser'
import { afterEach, describe, expect, test } from 'vitest'
import { createPost, freePort, states } from '../testing/post.ts'

const post = createPost()
afterEach(() => post.stop())

const approved = { template: 'registration_approved' } as const
const minute = 60_000

describe('a relay that is down', () => {
  test('loses nothing: mail waits longer from try to try and goes when it is back', async () => {
    const port = await freePort()
    const running = await post.mailTo(`smtp://127.0.0.1:${port}`)
    const contact = await running.contact('ada@example.org')
    await running.calls.send({ id: 'one', contact, content: approved })
    await running.parts.jobs.drain()
    expect(await states(running)).toMatchObject([{ state: 'waiting', attempts: 1, last_fault: 'ESOCKET' }])
    expect((await running.calls.doctor({})).faults).toEqual([
      expect.stringMatching(/last tried \(ESOCKET\); waiting: 1\./),
    ])
    await running.parts.jobs.drain()
    running.parts.clock.advance(minute)
    await running.parts.jobs.drain()
    expect(await states(running)).toMatchObject([{ state: 'waiting', attempts: 2 }])
    expect(running.ledger).toMatchObject([
      { outcome: 'unreachable', status: null },
      { outcome: 'unreachable' },
    ])
    const relay = await post.relay(port)
    running.parts.clock.advance(5 * minute)
    await running.parts.jobs.drain()
    expect(relay.received).toHaveLength(1)
    expect(await states(running)).toMatchObject([{ state: 'sent', attempts: 3 }])
    expect((await running.calls.doctor({})).faults).toEqual([])
  })

  test('for two days makes mail be given up, and the doctor say so', async () => {
    const running = await post.mailTo(`smtp://127.0.0.1:${await freePort()}`)
    const contact = await running.contact('ada@example.org')
    await running.calls.send({ id: 'one', contact, content: approved })
    for (let hours = 0; hours <= 48; hours += 1) {
      await running.parts.jobs.drain()
      running.parts.clock.advance(60 * minute)
    }
    const [row] = await states(running)
    expect(row).toMatchObject({ state: 'given_up', content: null })
    expect(row?.attempts).toBeGreaterThan(8)
    expect((await running.calls.doctor({})).faults).toEqual([expect.stringMatching(/given up .*: 1\./)])
  })

  test('does not make anybody get links that have stopped working', async () => {
    const port = await freePort()
    const running = await post.mailTo(`smtp://127.0.0.1:${port}`)
    const contact = await running.contact('ada@example.org')
    const link = 'https://chat.example.org/recover#token'
    await running.calls.send({ id: 'one', contact, content: { template: 'reset_password', link } })
    await running.parts.jobs.drain()
    const relay = await post.relay(port)
    running.parts.clock.advance(61 * minute)
    await running.parts.jobs.drain()
    expect(relay.received).toEqual([])
    expect(await states(running)).toMatchObject([{ state: 'given_up', content: null }])
  })
})

describe('what a relay answers', () => {
  test('550 to a recipient marks the address undeliverable, is written down, and ends it', async () => {
    const { running, relay } = await post.withRelay()
    const contact = await running.contact('gone@example.org')
    relay.refuse = { code: 550, message: '5.1.1 gone@example.org: no such user' }
    await running.calls.send({ id: 'one', contact, content: approved })
    await running.parts.jobs.drain()
    expect(await states(running)).toMatchObject([
      { state: 'refused', attempts: 1, last_fault: '550', content: null },
    ])
    expect(await running.admin`select contact, code, enhanced_code from bounces`).toEqual([
      { contact, code: 550, enhanced_code: '5.1.1' },
    ])
    expect(await running.calls.getContact({ contact })).toMatchObject({ verified: true, undeliverable: true })
    expect(running.ledger).toMatchObject([{ status: 550, outcome: 'answered', bytesOut: 0 }])
    relay.refuse = null
    running.parts.clock.advance(60 * minute)
    await running.calls.send({ id: 'two', contact, content: approved })
    await running.parts.jobs.drain()
    expect(relay.received).toEqual([])
  })

  test('a verification makes an undeliverable address deliverable again', async () => {
    const { running, relay } = await post.withRelay()
    const contact = await running.contact('back@example.org')
    await running.admin`update contacts set undeliverable_since = now() where handle = ${contact}`
    await running.calls.startVerification({ contact })
    await running.parts.jobs.drain()
    const { text = '' } = await simpleParser(relay.received[0]?.raw ?? Buffer.alloc(0))
    const token = /verify-email#([\w-]+)/.exec(text)?.[1] ?? ''
    expect(await running.calls.finishVerification({ token })).toEqual({ contact })
    expect(await running.calls.getContact({ contact })).toMatchObject({
      verified: true,
      undeliverable: false,
    })
  })

  test('451 is tried again', async () => {
    const { running, relay } = await post.withRelay()
    const contact = await running.contact('busy@example.org')
    relay.refuse = { code: 451, message: '4.3.0 try later' }
    await running.calls.send({ id: 'one', contact, content: approved })
    await running.parts.jobs.drain()
    expect(await states(running)).toMatchObject([{ state: 'waiting', last_fault: '451' }])
    relay.refuse = null
    running.parts.clock.advance(minute)
    await running.parts.jobs.drain()
    expect(relay.received).toHaveLength(1)
    expect(await running.admin`select from bounces`).toHaveLength(0)
  })

  test('that it does not relay says nothing about the address', async () => {
    const { running, relay } = await post.withRelay()
    const contact = await running.contact('ada@example.org')
    for (const message of ['5.7.1 sender not allowed', 'Relaying denied']) {
      relay.refuse = { code: 554, message }
      await running.calls.send({ id: message, contact, content: approved })
    }
    await running.parts.jobs.drain()
    expect((await states(running)).map(({ state }) => state)).toEqual(['waiting', 'waiting'])
    expect(await running.calls.getContact({ contact })).toMatchObject({ undeliverable: false })
  })

  test('552 to a message ends that mail and leaves the address as it is', async () => {
    const { running, relay } = await post.withRelay()
    const contact = await running.contact('ada@example.org')
    relay.refuseMessage = { code: 552, message: 'too large' }
    await running.calls.send({ id: 'one', contact, content: approved })
    await running.parts.jobs.drain()
    expect(await states(running)).toMatchObject([{ state: 'refused' }])
    expect(await running.admin`select code, enhanced_code from bounces`).toEqual([
      { code: 552, enhanced_code: null },
    ])
    expect(await running.calls.getContact({ contact })).toMatchObject({ undeliverable: false })
  })

  test('is logged without an address, and no text of it is kept', async () => {
    const { running, relay } = await post.withRelay()
    const contact = await running.contact('canary@example.org')
    relay.refuse = { code: 550, message: 'canary@example.org is unknown' }
    await running.calls.send({ id: 'one', contact, content: approved })
    await running.parts.jobs.drain()
    const rows =
      await running.admin`select t::text as text from bounces t union all select t::text from outgoing t`
    for (const text of [running.logged.join(), JSON.stringify(running.ledger), JSON.stringify(rows)])
      expect(text).not.toMatch(/canary|unknown/)
    expect(running.logged.join()).toContain('mail.refused')
  })
})

describe('a process that ends in the middle of a try', () => {
  test('leaves the mail to be tried again when nobody can be at it any more', async () => {
    const { running, relay } = await post.withRelay()
    const contact = await running.contact('ada@example.org')
    await running.calls.send({ id: 'one', contact, content: approved })
    const until = new Date(running.parts.clock.now() + 5 * minute)
    await running.admin`update outgoing set state = 'sending', attempts = 1, next_at = ${until}`
    await running.parts.jobs.drain()
    expect(relay.received).toEqual([])
    running.parts.clock.advance(5 * minute)
    await running.parts.jobs.drain()
    expect(relay.received).toHaveLength(1)
    expect(await states(running)).toMatchObject([{ state: 'sent', attempts: 2 }])
  })
})
