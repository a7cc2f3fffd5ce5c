import { describe, expect, test } from 'vitest'
import { clientHop, isLoopback, limitKey, wasForwarded } from './client-address.ts'

const hop = clientHop(['10.0.0.0/8', '127.0.0.1', 'fd00::/8'])
const addressOf = (peer: string, headers: Record<string, string>) => hop(peer, headers).address

describe('the address of a client', () => {
  test('is the peer’s where no proxy is trusted', () => {
    const headers = {
      'x-forwarded-for': '192.0.2.1',
      forwarded: 'for=192.0.2.2',
      'x-forwarded-proto': 'https',
    }
    expect(clientHop([])('203.0.113.5', headers)).toEqual({ address: '203.0.113.5', protocol: null })
    expect(hop('203.0.113.5', headers)).toEqual({ address: '203.0.113.5', protocol: null })
  })

  test.each([
    ['192.0.2.1', { 'x-forwarded-for': '192.0.2.1' }],
    ['192.0.2.1', { 'x-forwarded-for': '8.8.8.8, 192.0.2.1' }],
    ['192.0.2.1', { 'x-forwarded-for': '8.8.8.8, 192.0.2.1, 10.1.1.1,fd00::2' }],
    ['10.9.9.9', { 'x-forwarded-for': '10.9.9.9, 10.1.1.1' }],
    ['10.1.1.1', { 'x-forwarded-for': '8.8.8.8, nonsense, 10.1.1.1' }],
    ['10.0.0.1', { 'x-forwarded-for': 'unknown' }],
    ['10.0.0.1', {}],
    ['192.0.2.1', { 'x-forwarded-for': '192.0.2.1:4711' }],
    ['192.0.2.7', { forwarded: 'for=192.0.2.7;proto=https, for=10.2.2.2' }],
    ['2001:db8::1', { forwarded: 'For="[2001:db8::1]:4711"' }],
    ['192.0.2.7', { forwarded: 'for=192.0.2.7', 'x-forwarded-for': '192.0.2.1' }],
    ['10.0.0.1', { forwarded: 'for=_hidden' }],
    ['192.0.2.1', { 'x-forwarded-for': '::ffff:192.0.2.1' }],
  ])('behind a trusted proxy is %s with %o', (address, headers) => {
    expect(addressOf('10.0.0.1', headers)).toBe(address)
    expect(addressOf('::ffff:10.0.0.1', headers)).toBe(address)
  })

  test('comes with the protocol a trusted proxy names', () => {
    expect(hop('127.0.0.1', { 'x-forwarded-proto': 'HTTPS' }).protocol).toBe('https')
    expect(hop('127.0.0.1', { forwarded: 'for=192.0.2.1;proto=http' }).protocol).toBe('http')
    expect(hop('127.0.0.1', {}).protocol).toBeNull()
  })
})

test('limits count IPv6 by the network one subscriber has', () => {
  expect(limitKey('192.0.2.1')).toBe('192.0.2.1')
  expect(limitKey('2001:db8:1:2::1')).toBe(limitKey('2001:db8:1:2:ffff::9'))
  expect(limitKey('2001:db8:1:2::1')).not.toBe(limitKey('2001:db8:1:3::1'))
  expect(limitKey('unknown')).toBe('unknown')
})

test('knows this machine and what was forwarded', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true)
  expect(['10.0.0.1', '0.0.0.0', 'localhost', 'unknown', '::'].some(isLoopback)).toBe(false)
  expect(wasForwarded({ via: '1.1 proxy' })).toBe(true)
  expect(wasForwarded({ host: 'localhost' })).toBe(false)
})
