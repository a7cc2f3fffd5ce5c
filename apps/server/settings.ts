import { readFile } from 'node:fs/promises'
import { mailFaults } from '@alles/mail/service'
import { readS3Place, type S3Place } from '@alles/media/service'
import type { Secret } from '@alles/platform/contract'
import { readNatsPlace, type NatsPlace } from '@alles/platform/events'
import {
  addresses,
  amount,
  anyText,
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
  type SettingsOf,
} from '@alles/platform/config'

const parts = ['api', 'gateway', 'worker'] as const

/** Every setting there is; docs/settings.md says what each is for. */
const shape = {
  ALLES_PORT: port(3000),
  ALLES_HOST: host('127.0.0.1'),
  ALLES_PUBLIC_URL: origin(),
  ALLES_TLS_CERT: path(),
  ALLES_TLS_KEY: path(),
  ALLES_TRUSTED_PROXIES: addresses(),
  ALLES_REGISTRATION: oneOf(['open', 'approval', 'invite', 'closed']),
  ALLES_DATA_DIR: path('./data'),
  ALLES_POSTGRES_URL: url(['postgres', 'postgresql']),
  ALLES_NATS_URL: url(['nats', 'tls']),
  ALLES_S3_URL: url(['s3', 'http', 'https']),
  ALLES_SMTP_URL: url(['smtp', 'smtps']),
  ALLES_MAIL_FROM: anyText(),
  ALLES_ROLES: someOf(parts),
  ALLES_OPEN_CLIENT_REGISTRATION: flag(false),
  ALLES_RATE_LIMITS: flag(true),
  ALLES_METRICS_TOKEN: secret(),
  ALLES_ERASURE_GRACE_DAYS: amount('days', { absent: 14, most: 365 }),
  ALLES_LINK_PREVIEWS: flag(true),
  ALLES_FILE_MEGABYTES: amount('megabytes', { absent: 25, most: 2047 }),
  ALLES_EXPORT_DELAY_HOURS: amount('hours', { absent: 24, most: 720 }),
}

type Read = SettingsOf<typeof shape>
export type RegistrationMode = NonNullable<Read['ALLES_REGISTRATION']>

/** The settings as the program uses them: derived defaults filled in, files read. */
export interface Settings {
  readonly host: string
  readonly port: number
  readonly publicUrl: string
  readonly tls: { readonly cert: string; readonly key: string } | null
  readonly trustedProxies: readonly string[]
  /** `fixed`: set, and not only what holds until an administrator chooses. */
  readonly registration: { readonly mode: RegistrationMode; readonly fixed: boolean }
  readonly dataDirectory: string
  readonly postgresUrl: Secret | undefined
  /** What joins several processes; null: this one is alone. */
  readonly nats: NatsPlace | null
  readonly smtpUrl: Secret | null
  readonly mailFrom: string | null
  /** Where blobs are kept; null: in the data directory. */
  readonly s3: S3Place | null
  readonly roles: ReadonlySet<Read['ALLES_ROLES'][number]>
  /** Whether applications may register themselves, without anybody who has an account. */
  readonly openClientRegistration: boolean
  readonly rateLimits: boolean
  readonly metricsToken: Secret | undefined
  readonly erasureGraceDays: number
  readonly exportDelayHours: number
  /** Whether this server may look at what links lead to, where a guild wants that. */
  readonly linkPreviews: boolean
  /** How large a file of a message may be. */
  readonly fileMegabytes: number
}

/** Reads and completes the settings. Throws one `SettingsFault` with everything that is wrong. */
export async function loadSettings(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Settings> {
  const read = readSettings(shape, environment)
  const scheme = read.ALLES_TLS_CERT === undefined ? 'http' : 'https'
  const publicUrl = read.ALLES_PUBLIC_URL ?? `${scheme}://localhost:${read.ALLES_PORT}`
  const home = isLoopback(read.ALLES_HOST) && isLoopback(new URL(publicUrl).hostname)
  const post = { smtpUrl: read.ALLES_SMTP_URL ?? null, from: read.ALLES_MAIL_FROM ?? null }
  const { s3, nats, ...places } = placesOf(read)
  const faults = [
    ...scattered(read),
    ...exposed(read, publicUrl),
    ...mailFaults({ ...post, publicUrl }),
    ...places.faults,
  ]
  if (faults.length > 0) throw new SettingsFault(faults)
  return {
    host: read.ALLES_HOST,
    port: read.ALLES_PORT,
    publicUrl,
    tls: await readTls(read),
    trustedProxies: read.ALLES_TRUSTED_PROXIES,
    registration: {
      mode: read.ALLES_REGISTRATION ?? (home ? 'open' : 'closed'),
      fixed: read.ALLES_REGISTRATION !== undefined,
    },
    dataDirectory: read.ALLES_DATA_DIR,
    postgresUrl: read.ALLES_POSTGRES_URL,
    nats,
    smtpUrl: post.smtpUrl,
    mailFrom: post.from,
    s3,
    roles: new Set(read.ALLES_ROLES),
    openClientRegistration: read.ALLES_OPEN_CLIENT_REGISTRATION,
    rateLimits: read.ALLES_RATE_LIMITS,
    metricsToken: read.ALLES_METRICS_TOKEN,
    erasureGraceDays: read.ALLES_ERASURE_GRACE_DAYS,
    exportDelayHours: read.ALLES_EXPORT_DELAY_HOURS,
    linkPreviews: read.ALLES_LINK_PREVIEWS,
    fileMegabytes: read.ALLES_FILE_MEGABYTES,
  }
}

export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname === '[::1]' ||
    hostname === '::1' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  )
}

/** Addresses that say more than where. */
function placesOf(read: Read) {
  const faults: { name: string; sentence: string }[] = []
  const placeOf = <Place>(name: 'ALLES_S3_URL' | 'ALLES_NATS_URL', of: (url: Secret) => Place | string) => {
    const given = read[name]
    const place = given === undefined ? null : of(given)
    if (typeof place !== 'string') return place
    faults.push({ name, sentence: place })
    return null
  }
  const s3 = placeOf('ALLES_S3_URL', readS3Place)
  const nats = placeOf('ALLES_NATS_URL', readNatsPlace)
  return { s3, nats, faults }
}

/** Several processes need one database that all of them reach, and something that joins them. */
function scattered(read: Read): { name: string; sentence: string }[] {
  const faults: { name: string; sentence: string }[] = []
  if (read.ALLES_NATS_URL !== undefined && read.ALLES_POSTGRES_URL === undefined)
    faults.push({
      name: 'ALLES_POSTGRES_URL',
      sentence:
        'is missing: ALLES_NATS_URL joins processes, and they need one database that all of them reach',
    })
  if (read.ALLES_NATS_URL === undefined && read.ALLES_ROLES.length < parts.length)
    faults.push({
      name: 'ALLES_NATS_URL',
      sentence:
        'is missing: ALLES_ROLES leaves parts to other processes, which hear of each other through it',
    })
  return faults
}

function exposed(read: Read, publicUrl: string): { name: string; sentence: string }[] {
  const faults: { name: string; sentence: string }[] = []
  if ((read.ALLES_TLS_CERT === undefined) !== (read.ALLES_TLS_KEY === undefined))
    faults.push({
      name: read.ALLES_TLS_CERT === undefined ? 'ALLES_TLS_CERT' : 'ALLES_TLS_KEY',
      sentence: 'is missing: certificate and key are set together',
    })
  if (
    read.ALLES_TLS_CERT !== undefined &&
    read.ALLES_PUBLIC_URL !== undefined &&
    !publicUrl.startsWith('https:')
  )
    faults.push({ name: 'ALLES_PUBLIC_URL', sentence: 'must begin with https:// when a certificate is set' })
  return faults
}

async function readTls(read: Read): Promise<Settings['tls']> {
  if (read.ALLES_TLS_CERT === undefined || read.ALLES_TLS_KEY === undefined) return null
  const faults: { name: string; sentence: string }[] = []
  const file = async (name: 'ALLES_TLS_CERT' | 'ALLES_TLS_KEY', at: string) => {
    try {
      return await readFile(at, 'utf8')
    } catch {
      faults.push({ name, sentence: `names a file that cannot be read: ${at}` })
      return ''
    }
  }
  const tls = {
    cert: await file('ALLES_TLS_CERT', read.ALLES_TLS_CERT),
    key: await file('ALLES_TLS_KEY', read.ALLES_TLS_KEY),
  }
  if (faults.length > 0) throw new SettingsFault(faults)
  return tls
}
