import { stat, statfs } from 'node:fs/promises'
import * as keysContract from '@alles/keys/contract'
import * as mailContract from '@alles/mail/contract'
import * as mediaContract from '@alles/media/contract'
import { catalogueFaults, coverage, unsealedValues } from '@alles/platform/catalogue'
import { isCall } from '@alles/platform/contract'
import type { Bus } from '@alles/platform/events'
import type { Clock } from '@alles/platform/ids'
import type { PostgresServer } from '@alles/platform/postgres'
import type { Calls } from '@alles/platform/service'
import type { DataDirectory } from './data-directory.ts'
import { services } from './services.ts'
import type { DataHolder } from './start-services.ts'

export interface Patient {
  readonly data: DataDirectory
  readonly postgres: PostgresServer
  readonly bus: Pick<Bus, 'settled'>
  readonly holders: readonly DataHolder[]
  readonly calls: Calls
  readonly clock: Clock
}

const enoughSpace = 1024 ** 3
const mostSkew = 5_000

/** Looks at everything an operator could mend. Each fault is a sentence that says what to do; none means all is well. */
export async function examine(patient: Patient): Promise<string[]> {
  const found = await Promise.all([
    directory(patient.data),
    disk(patient.data),
    clock(patient),
    joined(patient.bus),
    ...[keysContract, mailContract, mediaContract].map((contract) =>
      patient.calls
        .of(contract)
        .doctor({})
        .then(({ faults }) => faults),
    ),
    ...patient.holders.map(catalogue),
  ])
  return found.flat()
}

/** Who may open what only this program's user should. */
export async function directory(
  data: Pick<DataDirectory, 'path' | 'keys' | 'outbox' | 'blobs' | 'ledgers' | 'postgres' | 'postgresRoles'>,
): Promise<string[]> {
  const faults: string[] = []
  const passage = (await isAnothers(data)) ? 0o011 : 0
  for (const [path, what] of [
    [data.path, 'folder'],
    [data.keys, 'folder'],
    [data.outbox, 'folder'],
    [data.blobs, 'folder'],
    [data.ledgers, 'folder'],
    [data.postgresRoles, 'file'],
  ] as const) {
    const { mode } = await stat(path)
    if ((mode & 0o077 & ~(path === data.path ? passage : 0)) !== 0)
      faults.push(`The ${what} ${path} can be opened by others: run chmod go-rwx ${path}.`)
  }
  return faults
}

/** PostgreSQL runs as a user of its own where it must, who is let through the data directory and sees nothing of it. */
async function isAnothers({ path, postgres }: Pick<DataDirectory, 'path' | 'postgres'>): Promise<boolean> {
  const owner = await stat(postgres).then(
    ({ uid }) => uid,
    () => null,
  )
  return owner !== null && owner !== (await stat(path)).uid
}

async function disk(data: DataDirectory): Promise<string[]> {
  const { bavail, bsize } = await statfs(data.path)
  const free = bavail * bsize
  if (free >= enoughSpace) return []
  return [`Only ${Math.floor(free / 1024 ** 2)} MB are free where ${data.path} is: make room, at least 1 GB.`]
}

/** Ids and retention follow this machine's clock. */
async function clock({ postgres, clock: own }: Patient): Promise<string[]> {
  const [row] = await postgres.admin<{ now: Date }[]>`select clock_timestamp() as now`
  const skew = Math.abs(own.now() - (row?.now.getTime() ?? 0))
  if (own.now() < Date.UTC(2026, 0, 1))
    return ["This machine's clock is years behind: set it, and keep it set by NTP."]
  if (skew <= mostSkew) return []
  return [
    `The database's clock and this machine's differ by ${Math.round(skew / 1000)} s: keep both set by NTP.`,
  ]
}

/** Whether events reach other processes, where there may be some. */
async function joined(bus: Patient['bus']): Promise<string[]> {
  if (await bus.settled()) return []
  return ['The NATS server of ALLES_NATS_URL cannot be reached: start it, or see what keeps it from us.']
}

async function catalogue(holder: DataHolder): Promise<string[]> {
  const names = new Set(
    services.flatMap((service) =>
      Object.values(service.contract)
        .filter(isCall)
        .map((call) => call.name),
    ),
  )
  const unsealed = await unsealedValues(holder.database, holder.catalogue)
  return [
    ...(await coverage(holder.database, holder.catalogue)),
    ...catalogueFaults(holder.catalogue, names),
    ...unsealed.map(
      ({ table, column, count }) =>
        `${holder.name}.${table}.${column} holds ${count} values that are not sealed: something else than this program wrote them; find out what.`,
    ),
  ]
}
