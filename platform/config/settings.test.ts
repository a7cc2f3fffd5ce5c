import { describe, expect, test } from 'vitest'
import {
  addresses,
  amount,
  flag,
  host,
  oneOf,
  origin,
  path,
  port,
  readSettings,
  secret,
  SettingsFault,
  someOf,
  url,
  type Setting,
} from './index.ts'

const shape = {
  ALLES_PORT: port(3000),
  ALLES_HOST: host('127.0.0.1'),
  ALLES_RATE_LIMITS: flag(true),
}

function faultsOf(environment: Record<string, string>) {
  try {
    readSettings(shape, environment)
    return []
  } catch (error) {
    return error instanceof SettingsFault ? error.faults : [error]
  }
}

test('fills in what was not set, and what was set to nothing', () => {
  const defaults = { ALLES_PORT: 3000, ALLES_HOST: '127.0.0.1', ALLES_RATE_LIMITS: true }
  expect(readSettings(shape, {})).toEqual(defaults)
  expect(readSettings(shape, { ALLES_PORT: ' ', ALLES_HOST: '', PATH: '/bin' })).toEqual(defaults)
  expect(readSettings(shape, { ALLES_PORT: ' 80 ' }).ALLES_PORT).toBe(80)
})

test('names every fault at once', () => {
  expect(faultsOf({ ALLES_PORT: '99999', ALLES_HOST: 'a b', ALLES_RATE_LIMITS: 'yes' })).toEqual([
    { name: 'ALLES_PORT', sentence: 'must be a port: a number from 0 to 65535' },
    { name: 'ALLES_HOST', sentence: 'must be a host name or an IP address' },
    { name: 'ALLES_RATE_LIMITS', sentence: 'must be on or off' },
  ])
  const whole = new SettingsFault([{ name: 'A', sentence: 'is odd' }])
  expect(whole.message).toBe('The settings cannot be used:\n  A is odd')
})

test('takes a name that is nearly ours for a slip', () => {
  expect(faultsOf({ ALLES_PROT: '80', ALLES_NONSENSE_HERE: 'x', OTHER_PORT: '1' })).toEqual([
    { name: 'ALLES_NONSENSE_HERE', sentence: 'is not a setting' },
    { name: 'ALLES_PROT', sentence: 'is not a setting; did you mean ALLES_PORT?' },
  ])
})

test('lets a parser’s own bugs through', () => {
  const broken: Setting<never> = {
    parse() {
      throw new TypeError('broken')
    },
  }
  expect(() => readSettings({ ALLES_X: broken }, {})).toThrow(TypeError)
})

describe('parsers', () => {
  const read = <V>(setting: Setting<V>, text?: string) => {
    try {
      return setting.parse(text)
    } catch (error) {
      return (error as Error).message
    }
  }

  test('of ports, hosts and paths', () => {
    expect(read(port(), '0')).toBe(0)
    expect(read(port())).toBeUndefined()
    for (const text of ['-1', '65536', '1.5', '80x', '0x50'])
      expect(read(port(1), text)).toContain('must be a port')
    for (const text of ['::', '0.0.0.0', 'localhost', 'a-b.example.org', 'fe80::1'])
      expect(read(host(), text)).toBe(text)
    for (const text of ['a b', '-a', 'a..b', 'http://x', 'x:80'])
      expect(read(host(), text)).toContain('must be a host')
    expect(read(path('./data'))).toBe('./data')
    expect(read(path(), 'a\0b')).toBe('must be a path')
  })

  test('of origins', () => {
    expect(read(origin(), 'https://Chat.Example.org:443/')).toBe('https://chat.example.org')
    expect(read(origin(), 'http://localhost:3000')).toBe('http://localhost:3000')
    for (const text of [
      'chat.example.org',
      'ftp://x',
      'https://x/path',
      'https://x?y',
      'https://a:b@x',
      'https://',
    ])
      expect(read(origin(), text)).toContain('must be an origin')
  })

  test('of addresses with passwords, which do not print', () => {
    const value = url(['postgres', 'postgresql']).parse('postgres://me:hunter2@db/x')
    expect(value?.reveal()).toBe('postgres://me:hunter2@db/x')
    expect(JSON.stringify({ value })).not.toContain('hunter2')
    expect(read(url(['postgres']), 'mysql://me:hunter2@db')).toBe(
      'must be an address that begins with postgres://',
    )
    expect(secret().parse('0123456789abcdef')?.reveal()).toBe('0123456789abcdef')
    expect(read(secret(), 'hunter2')).toBe('must have at least 16 characters')
  })

  test('of words', () => {
    const registration = oneOf(['open', 'invite', 'closed'])
    expect(read(registration, 'invite')).toBe('invite')
    expect(read(registration)).toBeUndefined()
    expect(read(registration, 'Open')).toBe('must be open, invite or closed')
    const roles = someOf(['api', 'gateway', 'worker'])
    expect(read(roles)).toEqual(['api', 'gateway', 'worker'])
    expect(read(roles, 'worker, api')).toEqual(['api', 'worker'])
    for (const text of ['api,api', 'api,', 'api,x']) expect(read(roles, text)).toContain('must be a list of')
  })

  test('of amounts', () => {
    const days = amount('days', { absent: 14, most: 365 })
    expect(read(days)).toBe(14)
    expect(read(days, '0')).toBe(0)
    expect(read(days, '0.5')).toBe(0.5)
    for (const text of ['-1', '366', '1e2', 'x', '.5', 'Infinity'])
      expect(read(days, text)).toBe('must be a number of days from 0 to 365')
  })

  test('of networks', () => {
    expect(read(addresses())).toEqual([])
    expect(read(addresses(), '10.0.0.0/8, ::1')).toEqual(['10.0.0.0/8', '::1'])
    for (const text of ['10.0.0.0/33', '10.1', 'localhost', '10.0.0.1,', '10/8', '010.0.0.1'])
      expect(read(addresses(), text)).toContain('must be IP addresses')
  })
})
