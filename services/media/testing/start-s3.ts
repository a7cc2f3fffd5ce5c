import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret } from '@alles/platform/contract'
import { createEgress, type Egress, type LedgerEntry } from '@alles/platform/egress'
import { silentLog } from '@alles/platform/log'
import { createMetrics } from '@alles/platform/metrics'
import { testClock } from '@alles/platform/testing'
import S3rver from 's3rver'
import { s3Destination } from '../blobs/s3-blobs.ts'
import { readS3Place, type S3Place } from '../blobs/s3-place.ts'

export interface RunningS3 {
  readonly place: S3Place
  /** The real way out, that leads here and nowhere else. */
  readonly egress: Egress
  readonly ledger: LedgerEntry[]
  /** The same bucket by another key. */
  placeBy(key: string, secret: string): S3Place
  stop(): Promise<void>
}

/** An S3-compatible store with an empty bucket. */
export async function startS3(): Promise<RunningS3> {
  const directory = await mkdtemp(join(tmpdir(), 'alles-s3-'))
  const configureBuckets = [{ name: 'pictures' }]
  const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets })
  const { port } = await server.run()
  const ledger: LedgerEntry[] = []
  const egress = createEgress({
    destinations: {
      [s3Destination]: {
        purpose: 'a test',
        hosts: ['127.0.0.1'],
        ports: [port],
        schemes: ['http'],
        reach: 'loopback',
      },
    },
    record: (entry) => ledger.push(entry),
    log: silentLog,
    metrics: createMetrics({ process: false }),
    clock: testClock(),
  })
  const placeBy = (key: string, secret: string) => {
    const place = readS3Place(new Secret(`s3://${key}:${secret}@127.0.0.1:${port}/pictures?tls=off`))
    if (typeof place === 'string') throw new Error(place)
    return place
  }
  return {
    place: placeBy('S3RVER', 'S3RVER'),
    egress,
    ledger,
    placeBy,
    async stop() {
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
