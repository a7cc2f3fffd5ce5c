import { z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'
import type { OAuth } from '../oauth.ts'
import { announceReset } from '../bots/announce-reset.ts'
import { removeApplication, type ApplicationRow } from './application-store.ts'
import { getOwnApplication } from './get-own-application.ts'

/** What is left to do when an application's row is gone: its key, its picture, and its bot's account. */
export const clearAway = task(
  'oauth.clearAway',
  z.object({ applicationId: z.string(), key: z.string(), logo: z.string().nullish() }),
)

/** Deletes an application of an account. */
export async function deleteApplication(oauth: OAuth, owner: string, id: string): Promise<void> {
  await removeEntirely(oauth, await getOwnApplication(oauth, owner, id))
}

/** Its tokens and its bot stop working at once; the bot leaves everywhere soon after. */
export async function removeEntirely(oauth: OAuth, row: ApplicationRow): Promise<void> {
  const { id, key_id: key, logo } = row
  await oauth.database.transaction(async (tx) => {
    if (await removeApplication(tx, id)) await oauth.jobs.add(tx, clearAway, { applicationId: id, key, logo })
  })
  announceReset(oauth, id)
}

/** May run twice, and does nothing where there never was a bot. */
export async function clearAwayApplication(
  oauth: OAuth,
  given: { applicationId: string; key: string; logo?: string | null | undefined },
): Promise<void> {
  await oauth.chat.leaveEverything({ accountId: given.applicationId, mode: 'pseudonymise' })
  await oauth.accounts.deleteBotAccount({ accountId: given.applicationId })
  if (typeof given.logo === 'string') await oauth.media.dropPicture({ hash: given.logo })
  await oauth.keys.destroy({ ids: [given.key] })
}
