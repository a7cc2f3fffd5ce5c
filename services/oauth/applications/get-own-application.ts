import { refuse } from '@alles/platform/contract'
import { refusals } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { findApplicationRow, type ApplicationRow } from './application-store.ts'

/** An application of this owner. Somebody else's is as unknown as none. */
export async function getOwnApplication(oauth: OAuth, owner: string, id: string): Promise<ApplicationRow> {
  const row = await findApplicationRow(oauth.database, id)
  if (row?.owner_account_id !== owner) refuse(refusals.unknown_application)
  return row
}
