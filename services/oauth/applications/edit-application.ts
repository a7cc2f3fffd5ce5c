import type { Application } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { openApplication, sealFields, type ApplicationFields } from './application-fields.ts'
import { updateApplication } from './application-store.ts'
import { getOwnApplication } from './get-own-application.ts'
import { checkAddresses } from './web-address-policy.ts'

type ApplicationChange = { readonly [F in keyof ApplicationFields]?: ApplicationFields[F] | undefined }

/** Changes the fields that are given. */
export async function editApplication(
  oauth: OAuth,
  by: { owner: string; id: string },
  change: ApplicationChange,
): Promise<Application> {
  const row = await getOwnApplication(oauth, by.owner, by.id)
  checkAddresses(change)
  const sealed = await sealFields(oauth, { row: row.id, key: row.key_id }, change)
  if (Object.keys(sealed).length > 0) await updateApplication(oauth.database, row.id, sealed)
  return openApplication(oauth, { ...row, ...sealed })
}
