import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { parsePostgresUrl, postgresUrl } from './index.ts'

test('reads and writes the address of a server', () => {
  const options = parsePostgresUrl('postgres://an%40admin:p%3Ass@db.example:6543/main?sslmode=verify-full')
  expect(options).toMatchObject({
    host: 'db.example',
    port: 6543,
    user: 'an@admin',
    database: 'main',
    tls: 'verify-full',
  })
  expect(options.password.reveal()).toBe('p:ss')
  expect(parsePostgresUrl(postgresUrl(options).reveal())).toEqual(options)
})

test('what is left out is what PostgreSQL would take', () => {
  expect(parsePostgresUrl('postgresql://')).toMatchObject({
    host: 'localhost',
    port: 5432,
    user: 'postgres',
    database: 'postgres',
    tls: 'off',
  })
})

test('the folder of a socket is a host', () => {
  const options = parsePostgresUrl('postgres://alles:x@localhost/main?host=/run/postgresql')
  expect(options.host).toBe('/run/postgresql')
  expect(parsePostgresUrl(postgresUrl(options).reveal())).toEqual(options)
})

test('a bad address is refused without repeating it', () => {
  expect(() => parsePostgresUrl('mysql://root:hidden@db')).toThrow(
    /^The address of the PostgreSQL server must begin/,
  )
  expect(() => parsePostgresUrl('postgres://root:hidden@db/?sslmode=maybe')).toThrow(/^The sslmode/)
})

test('the password does not print', () => {
  expect(inspect(parsePostgresUrl('postgres://root:hidden@db'), { depth: 9 })).not.toContain('hidden')
})
