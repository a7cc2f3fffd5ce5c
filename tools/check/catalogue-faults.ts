import { join } from 'node:path'
import { catalogueFaults, coverage } from '@alles/platform/catalogue'
import { isCall } from '@alles/platform/contract'
import { silentLog } from '@alles/platform/log'
import { connectServer, startEmbedded } from '@alles/platform/postgres'
import type { Service } from '@alles/platform/service'

/** What a catalogue is compared with: its service's migrations and all calls. */
export type Catalogued = Pick<Service, 'name' | 'catalogue' | 'migrations' | 'contract'>

/** Migrates fresh databases in `folder` and compares each with its catalogue. No faults means every column is declared. */
export async function catalogueFaultsOf(services: readonly Catalogued[], folder: string): Promise<string[]> {
  const embedded = await startEmbedded({
    directory: join(folder, 'postgres'),
    log: silentLog,
    settings: { fsync: 'off' },
  })
  try {
    const server = await connectServer({
      admin: embedded.admin,
      passwordsFile: join(folder, 'roles.json'),
      log: silentLog,
    })
    await server.prepare(services)
    const calls = new Set(
      services.flatMap((service) =>
        Object.values(service.contract)
          .filter(isCall)
          .map((call) => call.name),
      ),
    )
    const faults: string[] = []
    for (const { name, catalogue } of services) {
      if (catalogue === null) continue
      faults.push(...(await coverage(server.open(name), catalogue)), ...catalogueFaults(catalogue, calls))
    }
    await server.close()
    return faults
  } finally {
    await embedded.stop()
  }
}
