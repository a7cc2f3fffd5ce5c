import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export async function insertChallenge(
  on: Connection<Schema>,
  row: Schema['passkey_challenges'],
): Promise<void> {
  await on.kysely.insertInto('passkey_challenges').values(row).execute()
}

/** False where there is none, or it has expired. Of two at once, one succeeds. */
export async function removeChallenge(
  on: Connection<Schema>,
  challengeHash: Buffer,
  now: Date,
): Promise<boolean> {
  const removed = await on.kysely
    .deleteFrom('passkey_challenges')
    .where('challenge_hash', '=', challengeHash)
    .returning('expires_at')
    .executeTakeFirst()
  return removed !== undefined && removed.expires_at > now
}
