import { listApplicationsById } from '../applications/application-store.ts'
import type { ConnectedApplication } from '../contract/index.ts'
import { askingApplications } from '../interactions/asking-application.ts'
import { scopesOf } from '../interactions/get-interaction.ts'
import type { OAuth } from '../oauth.ts'
import { listGrantsOf } from './grant-store.ts'

/** The applications an account is connected with, the latest used first. */
export async function listConnections(oauth: OAuth, accountId: string): Promise<ConnectedApplication[]> {
  const grants = await listGrantsOf(oauth.database, accountId)
  const rows = await listApplicationsById(
    oauth.database,
    grants.map((grant) => grant.application_id),
  )
  const shown = await askingApplications(oauth, rows)
  const byId = new Map(shown.flatMap((one) => (one ? [[one.id, one] as const] : [])))
  return grants.flatMap((grant) => {
    const application = byId.get(grant.application_id)
    if (!application) return []
    return [
      {
        application,
        scopes: scopesOf(grant),
        since: grant.since.toISOString(),
        last_used_at: grant.last_used_at.toISOString(),
      },
    ]
  })
}
