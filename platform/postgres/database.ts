import type { Kysely } from 'kysely'
import type { Sql, TransactionSql } from 'postgres'

/** Stands where any service's schema will do, as for jobs and the catalogue. */
// oxlint-disable-next-line typescript/no-explicit-any -- kysely is invariant: nothing else takes every schema
export type AnySchema = any

/**
 * What a store speaks to: a database or an open transaction. `sql` is for hot paths and what kysely cannot say. Without
 * a schema it is any service's.
 */
export interface Connection<Schema = AnySchema> {
  readonly kysely: Kysely<Schema>
  readonly sql: Sql | TransactionSql
}

/** An open transaction. Lives as long as the function it was given to. */
export interface Transaction<Schema = AnySchema> extends Connection<Schema> {
  readonly sql: TransactionSql
}

/** One service's own database, through its own role; at most three connections, opened when first used. */
export interface Database<Schema = AnySchema> extends Connection<Schema> {
  readonly sql: Sql
  /** Commits when `work` resolves, rolls back when it rejects. One database, never two. */
  transaction<T>(work: (tx: Transaction<Schema>) => Promise<T>): Promise<T>
  close(): Promise<void>
}
