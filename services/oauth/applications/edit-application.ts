import type { Application } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { openApplication, sealFields, type ApplicationFields } from './application-fields.ts'
import { updateApplication, type ApplicationRow } from './application-store.ts'
import { getOwnApplication } from './get-own-application.ts'
import { stopApplication } from './stop-application.ts'
import { checkAddresses } from './web-address-policy.ts'

type FieldsChange = { readonly [F in keyof ApplicationFields]?: ApplicationFields[F] | undefined }

export interface ApplicationChange extends FieldsChange {
  /** An upload of the owner's; null removes the picture. */
  readonly logo?: string | null | undefined
  readonly paused?: boolean | undefined
}

/** Changes the fields that are given. */
export async function editApplication(
  oauth: OAuth,
  by: { owner: string; id: string },
  { logo, paused, ...fields }: ApplicationChange,
): Promise<Application> {
  const row = await getOwnApplication(oauth, by.owner, by.id)
  checkAddresses(fields)
  const change: Partial<ApplicationRow> = {
    ...(await sealFields(oauth, { row: row.id, key: row.key_id }, fields)),
    ...(logo !== undefined && { logo: await pictureOf(oauth, row, { by: by.owner, upload: logo }) }),
    ...(paused !== undefined && { paused }),
  }
  if (Object.keys(change).length > 0) await updateApplication(oauth.database, row.id, change)
  if (logo !== undefined && row.logo !== null) await oauth.media.dropPicture({ hash: row.logo })
  if (paused === true && !row.paused) await stopApplication(oauth, row.id)
  return openApplication(oauth, { ...row, ...change })
}

async function pictureOf(
  oauth: OAuth,
  row: ApplicationRow,
  { by, upload }: { by: string; upload: string | null },
): Promise<string | null> {
  if (upload === null) return null
  const used = { upload, by, account: by, owner: row.id, use: 'logo', key: row.key_id } as const
  return (await oauth.media.usePicture(used)).hash
}
