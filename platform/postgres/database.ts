import type { Kysely } from 'kysely'
import type { Sql, TransactionSql } from 'postgres'

/** Queries checked against a schema. Where the schema is not known there are none, and any database will do. */
export type Queries<Schema> = unknown extends Schema ? unknown : Kysely<Schema>

/**
 * What a store speaks to: a database or an open transaction. `sql` is for hot paths and what kysely cannot say. Without
 * a schema it is any service's, spoken to by `sql` alone.
 */
export interface Connection<Schema = unknown> {
  readonly kysely: Queries<Schema>
  readonly sql: Sql | TransactionSql
}

/** An open transaction. Lives as long as the function it was given to. */
export interface Transaction<Schema = unknown> extends Connection<Schema> {
  readonly sql: TransactionSql
}

/** One service's own database, through its own role; at most three connections, opened when first used. */
export interface Database<Schema = unknown> extends Connection<Schema> {
  readonly sql: Sql
  /** Commits when `work` resolves, rolls back when it rejects. One database, never two. */
  transaction<T>(work: (tx: Transaction<Schema>) => Promise<T>): Promise<T>
  close(): Promise<void>
}
