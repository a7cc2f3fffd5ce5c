import { expect, test } from 'vitest'
import { cookieName, readCookie, writeCookie } from './cookies.ts'

test('binds a cookie to its host over HTTPS', () => {
  expect(cookieName('session', true)).toBe('__Host-session')
  expect(cookieName('session', false)).toBe('session')
  const options = { maxAgeSeconds: 1.5, httpOnly: true, sameSite: 'strict', secure: true } as const
  expect(writeCookie('__Host-session', 'x', options)).toBe(
    '__Host-session=x; Path=/; Max-Age=1; HttpOnly; SameSite=Strict; Secure',
  )
})

test('writes nothing that could begin another attribute or header', () => {
  const options = { maxAgeSeconds: 1, httpOnly: true, sameSite: 'lax', secure: false } as const
  for (const value of ['a;b', 'a b', 'a\r\nb', 'a,b', 'a"b', 'ä'])
    expect(() => writeCookie('session', value, options)).toThrow()
  for (const name of ['', 'a=b', 'a b', 'a;b']) expect(() => writeCookie(name, 'x', options)).toThrow()
})

test('finds the first cookie of exactly that name', () => {
  expect(readCookie(undefined, 'session')).toBeUndefined()
  expect(readCookie('my-session=1; session=2; session=3', 'session')).toBe('2')
  expect(readCookie('session', 'session')).toBeUndefined()
  expect(readCookie('=x; session=', 'session')).toBe('')
  expect(readCookie('a=session', 'session')).toBeUndefined()
  expect(readCookie('  session = a=b ', 'session')).toBe('a=b')
})
