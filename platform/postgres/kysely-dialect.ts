import {
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import type { Sql, TransactionSql } from 'postgres'
import { asUnavailable } from './unavailable.ts'

/**
 * Kysely over an open `sql`: every statement is prepared and goes into the driver's pipeline, no connection is held
 * for it. Transactions are opened by `Database.transaction` alone.
 */
export function dialectOver(sql: Sql | TransactionSql): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driverOver(sql),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

const nothing = () => Promise.resolve()
const refuse = () => Promise.reject(new Error('transactions are opened by database.transaction'))

function driverOver(sql: Sql | TransactionSql): Driver {
  const connection = connectionOver(sql)
  return {
    init: nothing,
    acquireConnection: () => Promise.resolve(connection),
    releaseConnection: nothing,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: nothing,
  }
}

function connectionOver(sql: Sql | TransactionSql): DatabaseConnection {
  return {
    async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
      const values = query.parameters.map((value) => typed(sql, value))
      try {
        const rows = await sql.unsafe(query.sql, values as never[], { prepare: true })
        const changes = rows.command !== 'SELECT' && typeof rows.count === 'number'
        return { rows: rows as unknown as Row[], ...(changes && { numAffectedRows: BigInt(rows.count) }) }
      } catch (error) {
        throw asUnavailable(error)
      }
    },
    streamQuery() {
      throw new Error('read in pages instead of streaming')
    },
  }
}

/** The driver guesses the type of an array from its first element and then takes it for that type, not its array. */
function typed(sql: Sql | TransactionSql, value: unknown): unknown {
  if (!Array.isArray(value)) return value
  const first: unknown = value[0]
  if (first instanceof Uint8Array) return sql.array(value, 1001)
  if (first instanceof Date) return sql.array(value, 1185)
  if (typeof first === 'boolean') return sql.array(value, 1000)
  if (typeof first === 'bigint') return sql.array(value.map(String), 1016)
  return value
}
