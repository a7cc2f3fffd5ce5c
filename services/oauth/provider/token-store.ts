import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type TokenRow = Schema['tokens']

/** Inserts a token, or replaces what is stored of it; when it was made and used up stay as they were. */
export async function upsertToken(on: Connection<Schema>, row: TokenRow): Promise<void> {
  const { id: _id, created_at: _created, consumed_at: _consumed, browser_hash: _browser, ...change } = row
  await on.kysely
    .insertInto('tokens')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(change))
    .execute()
}

/** False where it is there already. */
export async function insertTokenOnce(on: Connection<Schema>, row: TokenRow): Promise<boolean> {
  const inserted = await on.kysely
    .insertInto('tokens')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export async function findToken(
  on: Connection<Schema>,
  id: string,
  kind: string,
): Promise<TokenRow | undefined> {
  return on.kysely
    .selectFrom('tokens')
    .selectAll()
    .where('id', '=', id)
    .where('kind', '=', kind)
    .executeTakeFirst()
}

export async function findTokenByUserCode(
  on: Connection<Schema>,
  userCodeHash: Buffer,
): Promise<TokenRow | undefined> {
  return on.kysely
    .selectFrom('tokens')
    .selectAll()
    .where('user_code_hash', '=', userCodeHash)
    .executeTakeFirst()
}

/** False where it was used up before: of two at the same time one is the first. */
export async function consumeToken(on: Connection<Schema>, id: string, at: Date): Promise<boolean> {
  const consumed = await on.kysely
    .updateTable('tokens')
    .set({ consumed_at: at })
    .where('id', '=', id)
    .where('consumed_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return consumed !== undefined
}

export async function removeToken(on: Connection<Schema>, id: string): Promise<void> {
  await on.kysely.deleteFrom('tokens').where('id', '=', id).execute()
}

export async function removeTokensOf(on: Connection<Schema>, signInId: string): Promise<void> {
  await on.kysely.deleteFrom('tokens').where('sign_in_id', '=', signInId).execute()
}

/** Whether this browser is in the middle of a sign-in other than `except`. */
export async function hasUnfinished(
  on: Connection<Schema>,
  browserHash: Buffer,
  { except, now }: { except: string; now: Date },
): Promise<boolean> {
  const found = await on.kysely
    .selectFrom('tokens')
    .select('id')
    .where('browser_hash', '=', browserHash)
    .where('id', '!=', except)
    .where('expires_at', '>', now)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
