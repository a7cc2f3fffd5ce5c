import { listApplicationRows } from '../applications/application-store.ts'
import type { OAuth } from '../oauth.ts'
import { announceReset } from './announce-reset.ts'

/** An account was suspended, or is no longer: whatever its bots hold open ends, and they are judged anew. */
export async function judgeAgain(oauth: OAuth, ownerId: string): Promise<void> {
  for (const { id, has_bot } of await listApplicationRows(oauth.database, ownerId))
    if (has_bot) announceReset(oauth, id)
}
