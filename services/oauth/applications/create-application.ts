import { refuse, type Secret } from '@alles/platform/contract'
import { refusals, type Application, type ClientType } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { makeSecret } from '../secrets/make-secret.ts'
import { insertSecret } from '../secrets/secret-store.ts'
import {
  openApplication,
  sealFields,
  type ApplicationFields,
  type SealedFields,
} from './application-fields.ts'
import { countApplications, insertApplication, type ApplicationRow } from './application-store.ts'
import { checkAddresses } from './web-address-policy.ts'

const mostApplications = 50

export interface NewApplication {
  readonly fields: ApplicationFields
  readonly clientType: ClientType
}

/** Registers an application of an account. The secret is nowhere else but in the answer; a public client has none. */
export async function createApplication(
  oauth: OAuth,
  owner: string,
  given: NewApplication,
): Promise<{ application: Application; secret: Secret | null }> {
  checkAddresses(given.fields)
  if ((await countApplications(oauth.database, owner)) >= mostApplications)
    refuse(refusals.too_many_applications)
  const { row, secret } = await insertNew(oauth, owner, given)
  return { application: await openApplication(oauth, row), secret }
}

/** Stores a new application; `owner` is null where it registered itself. */
export async function insertNew(
  oauth: OAuth,
  owner: string | null,
  { fields, clientType }: NewApplication,
): Promise<{ row: ApplicationRow; secret: Secret | null }> {
  const { ids } = await oauth.keys.create({ keys: [{ kind: 'profile' }] })
  const [key] = ids
  if (key === undefined) throw new Error('the key of an application was not made')
  const id = oauth.ids.blurred()
  const sealed = await sealFields(oauth, { row: id, key }, fields)
  const row = {
    ...(sealed as SealedFields),
    id,
    owner_account_id: owner,
    key_id: key,
    bot_token_hash: null,
    has_bot: false,
    client_type: clientType,
    logo: null,
    paused: false,
    suspended_at: null,
    created_at: new Date(oauth.clock.now()),
  } satisfies ApplicationRow
  const made = clientType === 'public' ? null : makeSecret(oauth, id)
  await oauth.database.transaction(async (tx) => {
    await insertApplication(tx, row)
    if (made) await insertSecret(tx, made.row)
  })
  return { row, secret: made?.secret ?? null }
}
