import { refuse } from '@alles/platform/contract'
import { getOwnApplication } from '../applications/get-own-application.ts'
import { refusals } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { listSecretRows, lockSecrets, removeSecret } from './secret-store.ts'

/** Makes a secret useless at once. The last one stays: without any an application could not prove itself. */
export async function deleteSecret(
  oauth: OAuth,
  by: { owner: string; id: string },
  secretId: string,
): Promise<void> {
  await getOwnApplication(oauth, by.owner, by.id)
  await oauth.database.transaction(async (tx) => {
    await lockSecrets(tx, by.id)
    const secrets = await listSecretRows(tx, [by.id])
    if (!secrets.some((one) => one.id === secretId)) refuse(refusals.unknown_secret)
    if (secrets.length === 1) refuse(refusals.last_secret)
    await removeSecret(tx, secretId)
  })
}
