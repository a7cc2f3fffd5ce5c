import { refuse, type Secret } from '@alles/platform/contract'
import { clientTypeOf, shownSecret } from '../applications/application-fields.ts'
import { getOwnApplication } from '../applications/get-own-application.ts'
import { refusals, type ClientSecret } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { makeSecret } from './make-secret.ts'
import { insertSecret, listSecretRows, lockSecrets } from './secret-store.ts'

const mostSecrets = 2

/** A second secret, so that the first can be replaced without an outage. It is nowhere else but in the answer. */
export async function addSecret(
  oauth: OAuth,
  owner: string,
  id: string,
): Promise<{ shown: ClientSecret; secret: Secret }> {
  const application = await getOwnApplication(oauth, owner, id)
  if (clientTypeOf(application) === 'public') refuse(refusals.public_client)
  const { secret, row } = makeSecret(oauth, id)
  await oauth.database.transaction(async (tx) => {
    await lockSecrets(tx, id)
    if ((await listSecretRows(tx, [id])).length >= mostSecrets) refuse(refusals.too_many_secrets)
    await insertSecret(tx, row)
  })
  return { shown: shownSecret(row), secret }
}
