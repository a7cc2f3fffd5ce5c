import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { s3Destination } from '@alles/media/service'
import { createEgress, type Destinations, type Egress, type LedgerEntry } from '@alles/platform/egress'
import type { Clock } from '@alles/platform/ids'
import type { Log } from '@alles/platform/log'
import type { Metrics } from '@alles/platform/metrics'
import { isLoopback, type Settings } from './settings.ts'

export interface EgressParts {
  readonly settings: Pick<Settings, 's3' | 'publicUrl'>
  /** Where the ledger is written. */
  readonly folder: string
  readonly log: Log
  readonly metrics: Metrics
  readonly clock: Clock
}

export interface OpenedEgress {
  readonly egress: Egress
  /** For ways out that speak no HTTP: they write their own lines. */
  readonly record: (entry: LedgerEntry) => void
  /** Answers when the ledger is on the disk. */
  close(): Promise<void>
}

/**
 * The way out, to the places these settings name and no other. What links lead to is looked at by a process apart, which
 * has a way out of its own and writes into the same ledger (services/media/previews).
 */
export async function openEgress(parts: EgressParts): Promise<OpenedEgress> {
  const ledger = openLedger(parts.folder, parts.log)
  const destinations = destinationsOf(parts.settings)
  return { ...ledger, egress: createEgress({ ...parts, destinations, record: ledger.record }) }
}

function destinationsOf({ s3, publicUrl }: EgressParts['settings']): Destinations {
  return { ...applications(publicUrl), ...(s3 !== null && store(s3)) }
}

/** Applications that people sign in with, at whatever address their owners gave. */
function applications(publicUrl: string): Destinations {
  const purpose = 'tells an application that somebody who used it signed out'
  return {
    application: { purpose, hosts: 'any public', ports: 'any', schemes: ['https'] },
    // Where people try things out on their own machine, their applications are there too.
    ...(isLoopback(new URL(publicUrl).hostname) && {
      'application-here': {
        purpose,
        hosts: ['localhost', '127.0.0.1', '[::1]'],
        ports: 'any',
        schemes: ['http'],
        reach: 'loopback',
      },
    }),
  }
}

function store(s3: NonNullable<Settings['s3']>): Destinations {
  const url = new URL(s3.origin)
  const scheme = url.protocol === 'https:' ? 'https' : 'http'
  const port = url.port === '' ? (scheme === 'https' ? 443 : 80) : Number(url.port)
  return {
    [s3Destination]: {
      purpose: 'keeps pictures and files, sealed',
      hosts: [url.hostname],
      ports: [port],
      schemes: [scheme],
      reach: 'private',
    },
  }
}

/** One line for each attempt to reach the outside: where, why, when, how much; never what. */
function openLedger(folder: string, log: Log) {
  const stream = createWriteStream(join(folder, 'egress.ndjson'), { flags: 'a', mode: 0o600 })
  stream.on('error', (error) => log.error('egress.ledger_failed', { error }))
  return {
    record: (entry: LedgerEntry) => void stream.write(`${JSON.stringify(entry)}\n`),
    async close() {
      stream.end()
      await finished(stream)
    },
  }
}
