import type { Updateable } from 'kysely'
import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

type Tx = Transaction<Schema>

export interface TemplateRow {
  readonly code: string
  readonly guildId: string
  readonly creatorRef: string | null
  readonly usageCount: number
  readonly createdAt: Date
  readonly updatedAt: Date
  /** Sealed, as are the next. */
  readonly name: Buffer
  readonly description: Buffer | null
  readonly content: Buffer
}

const columns = ({ sql }: Connection<Schema>) => sql`
  t.code, t.guild_id as "guildId", t.creator_ref as "creatorRef", t.usage_count as "usageCount",
  t.created_at as "createdAt", t.updated_at as "updatedAt", t.name, t.description, t.content`

/** Those of deleted guilds are not there. */
export async function findTemplate(on: Connection<Schema>, code: string): Promise<TemplateRow | null> {
  const [row] = await on.sql<TemplateRow[]>`
    select ${columns(on)} from guild_templates t join guilds g on g.id = t.guild_id
    where t.code = ${code} and g.deleted_at is null`
  return row ?? null
}

export async function findTemplateOf(on: Connection<Schema>, guildId: string): Promise<TemplateRow | null> {
  const [row] = await on.sql<TemplateRow[]>`
    select ${columns(on)} from guild_templates t where t.guild_id = ${guildId}`
  return row ?? null
}

export async function insertTemplate({ kysely }: Tx, row: TemplateRow): Promise<void> {
  await kysely
    .insertInto('guild_templates')
    .values({
      code: row.code,
      guild_id: row.guildId,
      creator_ref: row.creatorRef,
      usage_count: row.usageCount,
      created_at: row.createdAt,
      updated_at: row.updatedAt,
      name: row.name,
      description: row.description,
      content: row.content,
    })
    .execute()
}

export async function updateTemplate(
  { kysely }: Tx,
  code: string,
  change: Updateable<Schema['guild_templates']>,
): Promise<void> {
  if (Object.keys(change).length === 0) return
  await kysely.updateTable('guild_templates').set(change).where('code', '=', code).execute()
}

export async function removeTemplate({ kysely }: Tx, code: string): Promise<void> {
  await kysely.deleteFrom('guild_templates').where('code', '=', code).execute()
}

export async function countTemplateUse({ sql }: Connection<Schema>, code: string): Promise<void> {
  await sql`update guild_templates set usage_count = usage_count + 1 where code = ${code}`
}
