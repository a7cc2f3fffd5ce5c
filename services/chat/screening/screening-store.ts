import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export interface ScreeningRow {
  /** Sealed. */
  readonly form: Buffer
  readonly changedAt: Date
}

/** Null where a guild never asked anything of new members. */
export async function findScreening(
  { sql }: Connection<Schema>,
  guildId: string,
): Promise<ScreeningRow | null> {
  const [row] = await sql<ScreeningRow[]>`
    select screening_form as form, screening_changed_at as "changedAt" from guilds
    where id = ${guildId} and screening_form is not null and screening_changed_at is not null`
  return row ?? null
}
