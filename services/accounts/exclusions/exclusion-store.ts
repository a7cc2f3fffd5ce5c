import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export interface Exclusion {
  readonly accountId: string
  readonly guildHash: Buffer
}

/** Of accounts that a person has; others are left. Does nothing twice. */
export async function insertExclusion(
  { sql }: Connection<Schema>,
  { accountId, guildHash }: Exclusion,
  since: Date,
): Promise<void> {
  await sql`
    insert into exclusions (account_id, guild_hash, since)
    select id, ${guildHash}, ${since} from accounts where id = ${accountId} and person_id is not null
    on conflict do nothing`
}

export async function removeExclusion(
  { kysely }: Connection<Schema>,
  { accountId, guildHash }: Exclusion,
): Promise<void> {
  await kysely
    .deleteFrom('exclusions')
    .where('account_id', '=', accountId)
    .where('guild_hash', '=', guildHash)
    .execute()
}

/** Whether any account of the person behind this one is excluded. The same work whatever the answer. */
export async function isPersonExcluded(
  { sql }: Connection<Schema>,
  { accountId, guildHash }: Exclusion,
): Promise<boolean> {
  const [row] = await sql<{ excluded: boolean }[]>`
    select exists (
      select from accounts own
      join accounts sibling on sibling.person_id = own.person_id
      join exclusions on exclusions.account_id = sibling.id
      where own.id = ${accountId} and exclusions.guild_hash = ${guildHash}
    ) as excluded`
  return row?.excluded ?? false
}
