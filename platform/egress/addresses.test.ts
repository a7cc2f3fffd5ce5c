import { describe, expect, test } from 'vitest'
import { isAllowedAddress } from './addresses.ts'

describe('addresses of the public network', () => {
  test.each(['8.8.8.8', '93.184.216.34', '1.1.1.1', '2606:4700::1111', '2a00:1450:4001:81b::200e'])(
    'allow %s',
    (address) => {
      expect(isAllowedAddress(address)).toBe(true)
      expect(isAllowedAddress(address, 'private')).toBe(true)
      expect(isAllowedAddress(address, 'loopback')).toBe(false)
    },
  )
})

describe('everything else', () => {
  test.each([
    ['this machine', ['127.0.0.1', '127.255.255.254', '::1', '0.0.0.0', '0.1.2.3', '::']],
    ['private networks', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12::1']],
    ['link-local', ['169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'fec0::1']],
    ['carrier-grade NAT', ['100.64.0.1', '100.127.255.255']],
    ['multicast and broadcast', ['224.0.0.1', '239.255.255.250', 'ff02::1', '255.255.255.255']],
    ['documentation and reserved', ['192.0.2.1', '198.51.100.1', '203.0.113.1', '240.0.0.1', '2001:db8::1']],
    ['special purposes', ['192.0.0.8', '198.18.0.1', '192.88.99.1', '100::1', '2001:2::1', '5f00::1']],
    [
      'IPv4 inside IPv6',
      [
        '::ffff:8.8.8.8',
        '::ffff:127.0.0.1',
        '::7f00:1',
        '::8.8.8.8',
        '64:ff9b::808:808',
        '64:ff9b:1::1',
        '2002:7f00:1::',
        '2001:0:7f00:1::',
        '::ffff:0:127.0.0.1',
      ],
    ],
    ['no address', ['', 'localhost', '8.8.8', '8.8.8.8.8', 'x']],
  ])('refuses %s', (_, addresses) => {
    for (const address of addresses) expect([address, isAllowedAddress(address)]).toEqual([address, false])
  })

  test('may be reached where a destination says so, and no further', () => {
    expect(isAllowedAddress('127.0.0.1', 'loopback')).toBe(true)
    expect(isAllowedAddress('::1', 'loopback')).toBe(true)
    expect(isAllowedAddress('10.0.0.1', 'loopback')).toBe(false)
    for (const address of ['10.0.0.1', 'fd00::1', '127.0.0.1'])
      expect(isAllowedAddress(address, 'private')).toBe(true)
    for (const address of ['169.254.169.254', '100.64.0.1', '::ffff:10.0.0.1', '0.0.0.0'])
      expect(isAllowedAddress(address, 'private')).toBe(false)
  })
})
