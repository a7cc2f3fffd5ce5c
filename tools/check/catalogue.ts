import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { services } from '@alles/server/services'
import { catalogueFaultsOf } from './catalogue-faults.ts'

/** Compares every service's catalogue with its freshly migrated database and with the calls it names. */
const folder = await mkdtemp(join(tmpdir(), 'alles-catalogue-'))
try {
  const faults = await catalogueFaultsOf(services, folder)
  for (const fault of faults) console.log(fault)
  process.exitCode = faults.length > 0 ? 1 : 0
} finally {
  await rm(folder, { recursive: true, force: true })
}
