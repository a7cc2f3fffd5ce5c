import type { Sql } from 'postgres'

/**
 * What a database's schema comes to, one line per column, constraint, index and grant, in a fixed order: two databases
 * with the same lines are the same to whoever uses them.
 */
export async function schemaOf(sql: Sql): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`
    with tables as (
      select c.oid, c.relname, c.relkind, c.relacl from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm', 'S')
    )
    select line from (
    select 'column ' || relname || '.' || attname || ' ' || format_type(atttypid, atttypmod)
      || case when attnotnull then ' not null' else '' end
      || case when attidentity <> '' then ' identity ' || attidentity::text else '' end
      || case when attgenerated <> '' then ' generated' else '' end
      || coalesce(' default ' || pg_get_expr(adbin, adrelid), '') as line
      from tables join pg_attribute on attrelid = tables.oid left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where attnum > 0 and not attisdropped and relkind <> 'S'
    union all
    select 'constraint ' || relname || ' ' || pg_get_constraintdef(pg_constraint.oid)
      from tables join pg_constraint on conrelid = tables.oid
    union all
    select 'index ' || pg_get_indexdef(indexrelid) from tables join pg_index on indrelid = tables.oid
    union all
    select 'trigger ' || pg_get_triggerdef(pg_trigger.oid) from tables join pg_trigger on tgrelid = tables.oid
      where not tgisinternal
    union all
    select 'function ' || pg_get_functiondef(p.oid) from pg_proc p
      where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p')
    union all
    select 'grant ' || relname || ' ' || acl.privilege_type || ' to ' || coalesce(rolname, 'public')
      from tables, aclexplode(relacl) acl left join pg_roles on pg_roles.oid = acl.grantee
    ) lines order by line collate "C"`
  return rows.map((row) => row.line)
}
