import { describe, expect, test } from 'vitest'
import { Secret } from '@alles/platform/contract'
import { mailFaults } from '../settings-policy.ts'
import { parseRelayUrl } from './relay-policy.ts'

describe('the address of a relay', () => {
  test.each([
    ['smtp://mail.example.org', { host: 'mail.example.org', port: 587, tls: 'required', login: null }],
    ['smtp://mail.example.org:25/', { host: 'mail.example.org', port: 25, tls: 'required', login: null }],
    ['smtps://mail.example.org', { host: 'mail.example.org', port: 465, tls: 'implicit', login: null }],
    ['smtp://mail.internal:25?tls=never', { host: 'mail.internal', port: 25, tls: 'none', login: null }],
    ['smtp://localhost:1025', { host: 'localhost', port: 1025, tls: 'none', login: null }],
    ['smtp://[::1]:1025', { host: '::1', port: 1025, tls: 'none', login: null }],
    ['smtps://127.0.0.1', { host: '127.0.0.1', port: 465, tls: 'implicit', login: null }],
    [
      'smtps://ada%40example.org:a%2Fb%3A@mail.example.org',
      {
        host: 'mail.example.org',
        port: 465,
        tls: 'implicit',
        login: { user: 'ada@example.org', password: 'a/b:' },
      },
    ],
  ])('%s is understood', (url, address) => {
    expect(parseRelayUrl(url)).toEqual(address)
  })

  test.each([
    'mail.example.org',
    'http://mail.example.org',
    'smtp://',
    'smtp://mail.example.org/path',
    'smtp://mail.example.org?tls=maybe',
    'smtp://mail.example.org?ignoreTLS=true',
    'smtp://mail.example.org#x',
    'smtps://mail.example.org?tls=never',
    'smtp://ada@mail.example.org',
    'smtp://:hunter2@mail.example.org',
    'smtp://ada:hunter2%@mail.example.org',
  ])('%s is not, and the sentence holds nothing of it', (url) => {
    const sentence = parseRelayUrl(url)
    expect(sentence).toEqual(expect.stringMatching(/^(must|may|is|has) /))
    expect(sentence).not.toMatch(/example|ada|hunter2/)
  })
})

describe('the settings', () => {
  const faults = (given: { smtpUrl?: string; from?: string; publicUrl?: string }) =>
    mailFaults({
      smtpUrl: given.smtpUrl === undefined ? null : new Secret(given.smtpUrl),
      from: given.from ?? null,
      publicUrl: given.publicUrl ?? 'https://chat.example.org',
    }).map(({ name }) => name)

  test('are well where mail can be sent', () => {
    expect(faults({})).toEqual([])
    expect(faults({ publicUrl: 'http://192.0.2.1' })).toEqual([])
    expect(faults({ smtpUrl: 'smtp://mail.example.org', from: 'hello@example.org' })).toEqual([])
    expect(faults({ smtpUrl: 'smtp://127.0.0.1:1025', publicUrl: 'http://127.0.0.1:3000' })).toEqual([])
  })

  test('name a sender that is none, or is missing', () => {
    for (const from of [
      'alles',
      'Alles <a@example.org>',
      'a@bücher.example',
      'a@example.org\r\nBcc: b@example.org',
    ])
      expect(faults({ from })).toEqual(['ALLES_MAIL_FROM'])
    for (const publicUrl of ['http://192.0.2.1', 'http://[2001:db8::1]:3000'])
      expect(faults({ smtpUrl: 'smtp://mail.example.org', publicUrl })).toEqual(['ALLES_MAIL_FROM'])
  })
})
