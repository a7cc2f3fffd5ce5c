import { Pool } from 'pg'
import { postgresUrl, type ConnectionOptions } from './connection-options.ts'

/**
 * Connections for the job library. Its own pool loses its error handlers before its connections are closed; one that
 * breaks in between would end the process. What broke is seen by whoever asks next.
 */
export function openJobsPool(connection: ConnectionOptions): Pool {
  const pool = new Pool({ connectionString: postgresUrl(connection).reveal(), max: 2 })
  const seenLater = () => undefined
  pool.on('error', seenLater)
  pool.on('connect', (client) => client.on('error', seenLater))
  return pool
}

/** Opens such connections for the time of `work`. */
export async function withJobsPool<T>(
  connection: ConnectionOptions,
  work: (pool: Pool) => Promise<T>,
): Promise<T> {
  const pool = openJobsPool(connection)
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}
