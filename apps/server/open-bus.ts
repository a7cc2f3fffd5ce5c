import { createHash } from 'node:crypto'
import { createLocalBus, createNatsBus, type RemoteBus } from '@alles/platform/events'
import type { Log } from '@alles/platform/log'
import type { Metrics } from '@alles/platform/metrics'
import type { PostgresServer } from '@alles/platform/postgres'
import type { Settings } from './settings.ts'

interface BusParts {
  readonly settings: Pick<Settings, 'nats'>
  /** Prepared. */
  readonly postgres: Pick<PostgresServer, 'connection'>
  readonly log: Log
  readonly metrics: Metrics
}

/** What joins the services of this process and, where NATS is named, all processes of this instance. */
export async function openBus({ settings, postgres, log, metrics }: BusParts): Promise<RemoteBus> {
  if (!settings.nats) return { ...createLocalBus(log), close: async () => undefined }
  return createNatsBus({ place: settings.nats, prefix: prefixOf(postgres), log, metrics })
}

/** Of a secret that the processes of one instance share, so that two instances may use one NATS server. */
function prefixOf(postgres: BusParts['postgres']): string {
  const { password } = postgres.connection('keys')
  const mark = createHash('sha256').update(`bus of ${password.reveal()}`).digest('hex').slice(0, 16)
  return `alles-${mark}`
}
