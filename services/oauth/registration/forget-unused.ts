import { listUnused } from '../applications/application-store.ts'
import { removeEntirely } from '../applications/delete-application.ts'
import type { OAuth } from '../oauth.ts'

const dayMs = 86_400_000

/** Applications that registered themselves and that nobody is connected with go after 30 days. */
export async function forgetUnused(oauth: OAuth): Promise<void> {
  const before = new Date(oauth.clock.now() - 30 * dayMs)
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- a part at a time, until there are none
    const rows = await listUnused(oauth.database, before)
    if (rows.length === 0) return
    // oxlint-disable-next-line no-await-in-loop -- as above
    for (const row of rows) await removeEntirely(oauth, row)
  }
}
