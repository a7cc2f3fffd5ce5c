import { announceReset } from '../bots/announce-reset.ts'
import type { OAuth } from '../oauth.ts'
import { removeSignInsWith } from '../sign-ins/sign-in-store.ts'

/** Everything an application holds stops working; it has been marked as stopped before. */
export async function stopApplication(oauth: OAuth, id: string): Promise<void> {
  await removeSignInsWith(oauth.database, id)
  announceReset(oauth, id)
}
