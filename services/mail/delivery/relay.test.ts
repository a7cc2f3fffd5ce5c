import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import type { LedgerEntry } from '@alles/platform/egress'
import { testCertificate } from '@alles/platform/testing'
import { startRelay } from '../testing/test-relay.ts'
import type { RelayAddress } from './relay-policy.ts'
import { openRelay } from './relay.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

const envelope = {
  id: 'a',
  from: 'a@example.org',
  to: 'b@example.org',
  raw: Buffer.from('Subject: x\r\n\r\nx\r\n'),
}
const login = { user: 'ada', password: 'hunter2' }

/** One mail to a server of our own, and what came of it. */
async function deliverTo(server: SMTPServerOptions, address: Partial<RelayAddress>) {
  const logins: string[] = []
  const greeted: string[] = []
  const relay = await startRelay(0, {
    ...server,
    onAuth({ username, password }, session, done) {
      logins.push(`${username}:${password} ${session.secure ? 'secure' : 'in clear'}`)
      greeted.push(session.hostNameAppearsAs)
      done(null, { user: username })
    },
  })
  stops.push(() => relay.stop())
  const ledger: Omit<LedgerEntry, 'at'>[] = []
  const { deliver } = openRelay({
    address: { host: 'localhost', port: relay.port, tls: 'required', login, ...address },
    name: 'chat.example.org',
    ledger: (entry) => void ledger.push(entry),
  })
  return { delivery: await deliver(envelope), received: relay.received.length, logins, greeted, ledger }
}

/** As if an authority that everybody knows had signed the test's certificate. */
function trustTestCertificate(): void {
  const before = getCACertificates('default')
  setDefaultCACertificates([...before, testCertificate.cert])
  stops.push(() => setDefaultCACertificates(before))
}

const withTls = { ...testCertificate, disabledCommands: [] }

describe('a relay', () => {
  test.each([
    ['STARTTLS', withTls, { tls: 'required' }],
    ['TLS from the first byte', { ...withTls, secure: true }, { tls: 'implicit' }],
  ] as const)('is logged in to over %s, by our own name', async (_, server, address) => {
    trustTestCertificate()
    const { delivery, received, logins, greeted, ledger } = await deliverTo(
      { ...server, disabledCommands: [] },
      address,
    )
    expect(delivery).toEqual({ outcome: 'sent' })
    expect(received).toBe(1)
    expect(logins).toEqual(['ada:hunter2 secure'])
    expect(greeted).toEqual(['chat.example.org'])
    expect(ledger).toMatchObject([
      { destination: 'relay', host: 'localhost', status: 250, outcome: 'answered' },
    ])
  })

  test('that offers no TLS gets neither mail nor password, unless the setting says so', async () => {
    const server = { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }
    const refused = await deliverTo(server, {})
    expect(refused).toMatchObject({ delivery: { outcome: 'later' }, received: 0, logins: [] })
    const allowed = await deliverTo(server, { tls: 'none' })
    expect(allowed).toMatchObject({
      delivery: { outcome: 'sent' },
      received: 1,
      logins: ['ada:hunter2 in clear'],
    })
  })

  test.each(['required', 'implicit'] as const)(
    'whose certificate nobody vouches for gets neither mail nor password: %s',
    async (tls) => {
      const { delivery, received, logins, ledger } = await deliverTo(
        { ...withTls, disabledCommands: [], secure: tls === 'implicit' },
        { tls },
      )
      expect(delivery).toMatchObject({ outcome: 'later' })
      expect([received, logins]).toEqual([0, []])
      expect(ledger).toMatchObject([{ outcome: 'unreachable', status: null, bytesOut: 0 }])
    },
  )

  test('that does not know the password is for later: the operator can mend it', async () => {
    const relay = await startRelay(0, {
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(Object.assign(new Error('no'), { responseCode: 535 })),
    })
    stops.push(() => relay.stop())
    const { deliver } = openRelay({
      address: { host: '127.0.0.1', port: relay.port, tls: 'none', login },
      name: 'chat.example.org',
      ledger: () => undefined,
    })
    expect(await deliver(envelope)).toEqual({ outcome: 'later', fault: '535' })
  })

  test('that is not found is for later, and the ledger says so', async () => {
    const ledger: Omit<LedgerEntry, 'at'>[] = []
    const { deliver } = openRelay({
      address: { host: 'nowhere.invalid', port: 25, tls: 'none', login: null },
      name: 'chat.example.org',
      ledger: (entry) => void ledger.push(entry),
    })
    expect(await deliver(envelope)).toMatchObject({ outcome: 'later' })
    expect(ledger).toMatchObject([{ outcome: 'not_resolved', status: null }])
  })
})
