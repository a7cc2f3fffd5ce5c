import type { Connection } from '../postgres/index.ts'

/** A column as the running database has it. */
export interface LiveColumn {
  readonly table: string
  readonly column: string
  /** PostgreSQL's name of the type, such as `bigint` or `timestamp with time zone`. */
  readonly type: string
  readonly nullable: boolean
  /** Place in the primary key, from 1; null outside it. */
  readonly keyPosition: number | null
}

/**
 * Every column of every table of a service's own, partitions counted as the table they belong to. Left out are the
 * record of migrations and the schema of the job runner, which hold ids alone.
 */
export async function listLiveColumns(database: Connection): Promise<LiveColumn[]> {
  return database.sql<LiveColumn[]>`
    select case when space.nspname = current_schema() then class.relname else space.nspname || '.' || class.relname end as table,
      attribute.attname as column,
      format_type(attribute.atttypid, null) as type,
      not attribute.attnotnull as nullable,
      array_position(index.indkey::int2[], attribute.attnum) + 1 as "keyPosition"
    from pg_attribute attribute
    join pg_class class on class.oid = attribute.attrelid
    join pg_namespace space on space.oid = class.relnamespace
    left join pg_index index on index.indrelid = class.oid and index.indisprimary
    where class.relkind in ('r', 'p') and not class.relispartition
      and attribute.attnum > 0 and not attribute.attisdropped
      and space.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker')
      and space.nspname not like 'pg\\_%'
      and (space.nspname, class.relname) <> ('alles', 'migrations')
    order by 1, attribute.attnum`
}
