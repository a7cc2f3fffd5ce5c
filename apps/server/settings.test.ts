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
    registration: { mode: 'open', fixed: false },
    erasureGraceDays: 14,
    exportDelayHours: 24,
  })
})

test('registration is closed by default where other machines can reach it, and is fixed where it is set', async () => {
  const registration = async (environment: Record<string, string>) =>
    (await loadSettings(environment)).registration
  const closed = { mode: 'closed', fixed: false }
  expect(await registration({ ALLES_HOST: '0.0.0.0' })).toEqual(closed)
  expect(await registration({ ALLES_PUBLIC_URL: 'https://chat.example.org' })).toEqual(closed)
  const set = { ALLES_HOST: '0.0.0.0', ALLES_REGISTRATION: 'open' }
  expect(await registration(set)).toEqual({ mode: 'open', fixed: true })
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

test('several processes need a database and something that joins them', async () => {
  const nats = { ALLES_NATS_URL: 'nats://alles:s%40cret@10.0.0.1' }
  const postgres = { ALLES_POSTGRES_URL: 'postgres://a:b@10.0.0.1/postgres' }
  expect(await faults(nats)).toEqual(['ALLES_POSTGRES_URL'])
  expect(await faults({ ...postgres, ALLES_ROLES: 'api,worker' })).toEqual(['ALLES_NATS_URL'])
  const settings = await loadSettings({ ...nats, ...postgres, ALLES_ROLES: 'gateway' })
  expect([...settings.roles]).toEqual(['gateway'])
  expect(settings.nats).toMatchObject({ server: '10.0.0.1:4222', tls: false, user: 'alles' })
  expect(settings.nats?.secret?.reveal()).toBe('s@cret')
  expect(JSON.stringify(settings)).not.toContain('s@cret')
})

test.each(['http://127.0.0.1', 'nats://127.0.0.1/x', 'tls://:pass@127.0.0.1', 'nats://a%b@c'])(
  'what is no address of a NATS server is named: %s',
  async (address) => {
    const given = { ALLES_NATS_URL: address, ALLES_POSTGRES_URL: 'postgres://a@b/c' }
    expect(await faults(given)).toEqual(['ALLES_NATS_URL'])
  },
)

test('mail goes to files, or to the relay that is named', async () => {
  expect(await loadSettings({})).toMatchObject({ smtpUrl: null, mailFrom: null })
  const settings = await loadSettings({ ALLES_SMTP_URL: 'smtp://a:b@mail.example.org' })
  expect(settings.smtpUrl?.reveal()).toBe('smtp://a:b@mail.example.org')
})

test('a relay and a sender that cannot work are named', async () => {
  expect(
    await faults({ ALLES_SMTP_URL: 'smtp://mail.example.org?tls=maybe', ALLES_MAIL_FROM: 'nobody' }),
  ).toEqual(['ALLES_MAIL_FROM', 'ALLES_SMTP_URL'])
  const by = { ALLES_SMTP_URL: 'smtp://mail.example.org', ALLES_PUBLIC_URL: 'http://192.0.2.1' }
  expect(await faults(by)).toEqual(['ALLES_MAIL_FROM'])
  expect((await loadSettings({ ...by, ALLES_MAIL_FROM: 'alles@example.org' })).mailFrom).toBe(
    'alles@example.org',
  )
})

test('pictures go to the bucket that is named, or to a folder', async () => {
  expect((await loadSettings({})).s3).toBeNull()
  const { s3 } = await loadSettings({
    ALLES_S3_URL: 's3://key:a%2Fb@store.example.org:9000/pictures?region=eu-1',
  })
  expect(s3).toMatchObject({
    origin: 'https://store.example.org:9000',
    bucket: 'pictures',
    region: 'eu-1',
    accessKeyId: 'key',
  })
  expect(s3?.secretAccessKey.reveal()).toBe('a/b')
  for (const address of [
    's3://store/pictures',
    's3://k:s@store/',
    's3://k:s@store/a/b',
    's3://k:s@store/abc?x=1',
  ])
    expect(await faults({ ALLES_S3_URL: address })).toEqual(['ALLES_S3_URL'])
})
