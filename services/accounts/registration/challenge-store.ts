import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import type { Solved } from './challenges.ts'

/** Notes that a challenge was answered; false where it was before. */
export async function insertUsedChallenge(on: Connection<Schema>, solved: Solved): Promise<boolean> {
  const inserted = await on.kysely
    .insertInto('used_challenges')
    .values({ nonce_hash: solved.nonceHash, expires_at: solved.expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning('nonce_hash')
    .executeTakeFirst()
  return inserted !== undefined
}
