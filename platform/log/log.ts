import { pino, type Logger } from 'pino'
import { allowed, type LogFields } from './fields.ts'
import { loggedError } from './printable-error.ts'

export type Level = 'debug' | 'info' | 'warn' | 'error' | 'silent'
type Written = Exclude<Level, 'silent'>
type Faulty = LogFields & { readonly error?: unknown }

/** The structured log: one JSON object a line. `event` is a fixed word such as `server.started`, never a sentence. */
export interface Log {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: Faulty): void
  error(event: string, fields?: Faulty): void
  /** A log whose lines all carry `fields`. */
  child(fields: LogFields): Log
}

export interface LogOptions {
  readonly level: Level
  /** Where lines go; standard output unless said otherwise. */
  readonly write?: (line: string) => void
}

export function createLog(options: LogOptions): Log {
  const settings = {
    level: options.level,
    base: null,
    messageKey: 'event',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  const { write } = options
  return logOver(
    write ? pino(settings, { write }) : pino(settings, pino.destination({ dest: 1, sync: false })),
  )
}

function logOver(logger: Logger): Log {
  const line = (level: Written, event: string, fields?: Faulty) => {
    if (!logger.isLevelEnabled(level)) return
    if (!fields) return logger[level](event)
    const kept = allowed(fields)
    logger[level]('error' in fields ? { ...kept, error: loggedError(fields.error) } : kept, event)
  }
  return {
    debug: (event, fields) => line('debug', event, fields),
    info: (event, fields) => line('info', event, fields),
    warn: (event, fields) => line('warn', event, fields),
    error: (event, fields) => line('error', event, fields),
    child: (fields) => logOver(logger.child(allowed(fields))),
  }
}

/** Says nothing. For tests of what is not the log. */
export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLog,
}
