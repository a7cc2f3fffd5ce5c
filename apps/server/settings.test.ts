import { expect, test } from 'vitest'
import { SettingsFault } from '@alles/platform/config'
import { loadSettings } from './settings.ts'

async function faults(environment: Record<string, string>): Promise<string[]> {
  const error: unknown = await loadSettings(environment).then(
    () => undefined,
    (one: unknown) => one,
  )
  expect(error).toBeInstanceOf(SettingsFault)
  return error instanceof SettingsFault ? error.faults.map((one) => one.name).toSorted() : []
}

test('without any setting it listens on loopback, and people there may register', async () => {
  expect(await loadSettings({})).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    publicUrl: 'http://localhost:3000',
    registration: 'open',
    erasureGraceDays: 14,
    exportDelayHours: 24,
  })
})

test('registration is closed by default where other machines can reach it', async () => {
  expect((await loadSettings({ ALLES_HOST: '0.0.0.0' })).registration).toBe('closed')
  expect((await loadSettings({ ALLES_PUBLIC_URL: 'https://chat.example.org' })).registration).toBe('closed')
  expect((await loadSettings({ ALLES_HOST: '0.0.0.0', ALLES_REGISTRATION: 'open' })).registration).toBe(
    'open',
  )
})

test('names every fault at once', async () => {
  expect(
    await faults({ ALLES_PORT: 'x', ALLES_ROLES: 'cook', ALLES_PUBLIC_URL: 'nowhere', ALLES_PROT: '1' }),
  ).toEqual(['ALLES_PORT', 'ALLES_PROT', 'ALLES_PUBLIC_URL', 'ALLES_ROLES'])
})

test('a certificate needs its key, and both must be readable', async () => {
  expect(await faults({ ALLES_TLS_CERT: '/nowhere/cert.pem' })).toEqual(['ALLES_TLS_KEY'])
  expect(await faults({ ALLES_TLS_CERT: '/nowhere/cert.pem', ALLES_TLS_KEY: '/nowhere/key.pem' })).toEqual([
    'ALLES_TLS_CERT',
    'ALLES_TLS_KEY',
  ])
})

test('refuses settings of parts that are not there yet instead of ignoring them', async () => {
  expect(
    await faults({ ALLES_NATS_URL: 'nats://127.0.0.1:4222', ALLES_SMTP_URL: 'smtp://127.0.0.1' }),
  ).toEqual(['ALLES_NATS_URL', 'ALLES_SMTP_URL'])
})
