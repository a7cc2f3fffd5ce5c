import { randomInt } from 'node:crypto'
import type { Sql } from 'postgres'
import type { Log } from '../log/index.ts'
import { openSql, type ConnectionOptions } from './connection-options.ts'

/** First key of the advisory locks that stand for worker numbers. */
const lockSpace = 0x616c6c65
const numbers = 1024

export interface WorkerNumber {
  /** 0 to 1023; no other living process of this server has it. */
  readonly number: number
  release(): Promise<void>
}

/** Whether no other process of this server has claimed a number. */
export async function isOnlyWorker(sql: Sql, number: number): Promise<boolean> {
  const [row] = await sql<{ others: boolean }[]>`
    select exists (
      select from pg_locks where locktype = 'advisory' and classid = ${lockSpace} and objsubid = 2 and granted
        and objid <> ${number} and database = (select oid from pg_database where datname = current_database())
    ) as others`
  return row?.others === false
}

/**
 * Claims a number for this process, for ids. It is held by a session's advisory lock, on a connection kept for it; when
 * that is lost, the same number is claimed again.
 */
export async function claimWorkerNumber(admin: ConnectionOptions, log: Log): Promise<WorkerNumber> {
  const state = { number: -1, released: false, claiming: false }
  const sql = openSql(admin, { max: 1, statementTimeout: 5000, onclose: () => void reclaim() })
  const claim = async (number: number) => {
    const [row] = await sql<{ ok: boolean }[]>`select pg_try_advisory_lock(${lockSpace}, ${number}) as ok`
    return row?.ok === true
  }
  const reclaim = async () => {
    if (state.claiming || state.released || state.number < 0) return
    state.claiming = true
    for (let attempt = 1; !state.released; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(1000, 50 * attempt)).unref())
      const ok = await claim(state.number).catch(() => null)
      if (ok) break
      if (ok === false) log.error('postgres.worker_number_taken', { attempt })
    }
    state.claiming = false
  }
  const first = randomInt(numbers)
  for (let offset = 0; offset < numbers; offset += 1) {
    const number = (first + offset) % numbers
    if (!(await claim(number))) continue
    state.number = number
    const release = async () => {
      state.released = true
      await sql.end({ timeout: 1 })
    }
    return { number, release }
  }
  await sql.end({ timeout: 1 })
  throw new Error('all worker numbers are taken')
}
