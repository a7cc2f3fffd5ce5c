import { Kysely } from 'kysely'
import type { Sql, TransactionSql } from 'postgres'
import { openSql, type ConnectionOptions } from './connection-options.ts'
import type { Database, Transaction } from './database.ts'
import { dialectOver } from './kysely-dialect.ts'
import { asUnavailable, DatabaseUnavailable } from './unavailable.ts'

export interface OpenOptions {
  /** Most connections at once; 3 unless said otherwise. */
  readonly max?: number
  /** Longest a statement may take, in milliseconds; 3,000 unless said otherwise. */
  readonly statementTimeout?: number
}

/** Opens one database as one role. Connects when first used, and again by itself after the server was away. */
export function openDatabase<Schema>(options: ConnectionOptions, given: OpenOptions = {}): Database<Schema> {
  const sql = openSql(options, { max: given.max ?? 3, statementTimeout: given.statementTimeout ?? 3000 })
  return {
    sql,
    kysely: new Kysely<Schema>({ dialect: dialectOver(sql) }),
    transaction: (work) => transact(sql, work),
    close: () => sql.end({ timeout: 2 }),
  }
}

/**
 * The driver ends a transaction on whichever session its connection holds at that moment. When a session is lost in the
 * middle, that may be a new one in use by somebody else: the rest of the work is then refused and never ends here, so
 * that no late rollback or commit reaches it.
 */
async function transact<Schema, T>(sql: Sql, work: (tx: Transaction<Schema>) => Promise<T>): Promise<T> {
  const session = { lost: false }
  const run = async (inner: TransactionSql) => {
    try {
      const result = await work(transactionOver<Schema>(inner, session))
      if (session.lost) return await never<T>()
      return result
    } catch (error) {
      // A statement learns of the loss in the same moment as the transaction: let both be told.
      await new Promise(setImmediate)
      if (session.lost) return await never<T>()
      throw error
    }
  }
  try {
    return (await sql.begin(run)) as T
  } catch (error) {
    throw asUnavailable(error)
  } finally {
    session.lost = true
  }
}

function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined)
}

function transactionOver<Schema>(inner: TransactionSql, session: { readonly lost: boolean }) {
  const check = () => {
    if (session.lost) throw new DatabaseUnavailable()
  }
  const sql = new Proxy(inner, {
    apply(target, receiver, args) {
      check()
      return Reflect.apply(target as unknown as () => unknown, receiver, args)
    },
    get(target, property) {
      check()
      return Reflect.get(target, property) as unknown
    },
  })
  let kysely: Kysely<Schema> | undefined
  return {
    sql,
    get kysely() {
      kysely ??= new Kysely<Schema>({ dialect: dialectOver(sql) })
      return kysely
    },
  }
}
