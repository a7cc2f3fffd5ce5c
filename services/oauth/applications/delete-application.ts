import { z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'
import type { OAuth } from '../oauth.ts'
import { announceReset } from '../bots/announce-reset.ts'
import { removeApplication } from './application-store.ts'
import { getOwnApplication } from './get-own-application.ts'

/** What is left to do when an application's row is gone: its key, and its bot's account. */
export const clearAway = task('oauth.clearAway', z.object({ applicationId: z.string(), key: z.string() }))

/** Deletes an application; its bot stops working at once and leaves everywhere soon after. */
export async function deleteApplication(oauth: OAuth, owner: string, id: string): Promise<void> {
  const row = await getOwnApplication(oauth, owner, id)
  await oauth.database.transaction(async (tx) => {
    if (await removeApplication(tx, id, owner))
      await oauth.jobs.add(tx, clearAway, { applicationId: id, key: row.key_id })
  })
  announceReset(oauth, id)
}

/** May run twice, and does nothing where there never was a bot. */
export async function clearAwayApplication(
  oauth: OAuth,
  given: { applicationId: string; key: string },
): Promise<void> {
  await oauth.chat.leaveEverything({ accountId: given.applicationId, mode: 'pseudonymise' })
  await oauth.accounts.deleteBotAccount({ accountId: given.applicationId })
  await oauth.keys.destroy({ ids: [given.key] })
}
