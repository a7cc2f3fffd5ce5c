import { refuse } from '@alles/platform/contract'
import { refusals } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { findApplicationRow, updateApplication } from './application-store.ts'
import { stopApplication } from './stop-application.ts'

/** Stops an application of whoever it is, or lets it go on. People stay connected and sign in again when it goes on. */
export async function suspendApplication(oauth: OAuth, id: string, suspended: boolean): Promise<void> {
  const row = await findApplicationRow(oauth.database, id)
  if (!row) refuse(refusals.unknown_application)
  if ((row.suspended_at !== null) === suspended) return
  await updateApplication(oauth.database, id, {
    suspended_at: suspended ? new Date(oauth.clock.now()) : null,
  })
  if (suspended) await stopApplication(oauth, id)
}
