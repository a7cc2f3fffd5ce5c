import { hash, randomBytes } from 'node:crypto'
import { refuse, Secret } from '@alles/platform/contract'
import { refusals, type Application } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { openApplication, sealFields, type ApplicationFields } from './application-fields.ts'
import { countApplications, insertApplication, type ApplicationRow } from './application-store.ts'
import { checkAddresses } from './web-address-policy.ts'

const mostApplications = 50

/** Registers an application. The secret is nowhere else but in the answer. */
export async function createApplication(
  oauth: OAuth,
  owner: string,
  fields: ApplicationFields,
): Promise<{ application: Application; secret: Secret }> {
  checkAddresses(fields)
  if ((await countApplications(oauth.database, owner)) >= mostApplications)
    refuse(refusals.too_many_applications)
  const { ids } = await oauth.keys.create({ keys: [{ kind: 'profile' }] })
  const [key] = ids
  if (key === undefined) throw new Error('the key of an application was not made')
  const id = oauth.ids.blurred()
  const secret = new Secret(randomBytes(32).toString('base64url'))
  const sealed = await sealFields(oauth, { row: id, key }, fields)
  const row = {
    ...(sealed as Record<keyof ApplicationFields, Buffer>),
    id,
    owner_account_id: owner,
    key_id: key,
    client_secret_hash: hash('sha256', secret.reveal(), 'buffer'),
    bot_token_hash: null,
    has_bot: false,
    created_at: new Date(oauth.clock.now()),
  } satisfies ApplicationRow
  await insertApplication(oauth.database, row)
  return { application: await openApplication(oauth, row), secret }
}
