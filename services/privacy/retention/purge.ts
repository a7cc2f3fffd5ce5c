import { purgeExpired } from '@alles/platform/catalogue'
import type { Privacy } from '../privacy.ts'
import { offeredMs } from '../requests/request-policy.ts'
import { closeOffered } from '../requests/request-store.ts'

/** Deletes what every service has kept long enough, as its catalogue says, and closes downloads offered long enough. */
export async function purge(privacy: Privacy): Promise<void> {
  const now = privacy.clock.now()
  await closeOffered(privacy.database, new Date(now - offeredMs), new Date(now))
  for (const { name, database, catalogue } of privacy.holders) {
    const counts = await purgeExpired(database, catalogue, now)
    for (const [table, count] of Object.entries(counts))
      privacy.log.info('privacy.purged', { service: name, table, count })
  }
}
