import { refuse } from '@alles/platform/contract'
import { refusals } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { tellOf } from '../sign-ins/end-some.ts'
import { removeSignInsOf } from '../sign-ins/sign-in-store.ts'
import { removeGrant } from './grant-store.ts'

/**
 * Takes back what an account let an application have: with the consent go its sign-ins and tokens, and the application is
 * told that they are over, so that it can end its own session.
 */
export async function disconnect(oauth: OAuth, accountId: string, applicationId: string): Promise<void> {
  await oauth.database.transaction(async (tx) => {
    const ended = await removeSignInsOf(tx, accountId, applicationId)
    if (!(await removeGrant(tx, accountId, applicationId))) refuse(refusals.unknown_connection)
    await tellOf(oauth, tx, ended)
  })
}
