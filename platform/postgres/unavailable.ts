import { PrintableError } from '../log/index.ts'

/** The database cannot be reached just now. Nothing was acknowledged; the same may be tried again. */
export class DatabaseUnavailable extends PrintableError {
  constructor(options?: ErrorOptions) {
    super('The database cannot be reached.', options)
    this.name = 'DatabaseUnavailable'
  }
}

const codes: ReadonlySet<string> = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  '53300', // too many connections
  '57P01', // shut down by the administrator
  '57P02', // another backend crashed
  '57P03', // starting up or shutting down
  '57P05', // idle for too long
  '25P03', // idle in a transaction for too long
])

const systemCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ENOENT', // the socket file, while the server is away
  'EACCES',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])
const systemCalls: ReadonlySet<unknown> = new Set(['connect', 'read', 'write', 'getaddrinfo'])

/** Whether an error says that the database was lost or refused us, not that a statement was wrong. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false
  if (codes.has(error.code) || /^08\w{3}$/.test(error.code)) return true
  return systemCodes.has(error.code) && 'syscall' in error && systemCalls.has(error.syscall)
}

/** The error to pass on: `DatabaseUnavailable` where it is that, otherwise itself. */
export function asUnavailable(error: unknown): unknown {
  if (error instanceof DatabaseUnavailable || !isUnavailable(error)) return error
  return new DatabaseUnavailable({ cause: error })
}
