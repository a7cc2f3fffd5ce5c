/**
 * An error whose message may be logged: its text is a fixed sentence of ours, or built from names of files, settings and
 * tables, never from what a person sent or stored.
 */
export class PrintableError extends Error {
  readonly printable = true
}

export interface LoggedError {
  readonly name: string
  readonly code?: string | number
  readonly message?: string
  readonly frames: readonly string[]
  readonly cause?: LoggedError
}

/**
 * What a log line says of an error: name, code and where it happened. The message is left out, because messages of
 * drivers and parsers quote the values they choke on; a `PrintableError` keeps its own.
 */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] }
  const code = 'code' in error ? error.code : undefined
  const printable = 'printable' in error && error.printable === true
  return {
    name: nameOf(error),
    ...(isCode(code) && { code }),
    ...(printable && { message: error.message }),
    frames: framesOf(error),
    ...(error.cause !== undefined && depth < 3 && { cause: loggedError(error.cause, depth + 1) }),
  }
}

function nameOf(error: Error): string {
  return /^\w{1,60}$/.test(error.name) ? error.name : 'Error'
}

function isCode(code: unknown): code is string | number {
  return typeof code === 'number' || (typeof code === 'string' && /^[\w.:-]{1,60}$/.test(code))
}

/** Lines of the stack that name a place. The first lines repeat the message, which may span several. */
function framesOf(error: Error): string[] {
  const stack = error.stack ?? ''
  const head = `${error.name}: ${error.message}`
  const after = error.message !== '' && stack.startsWith(head) ? stack.slice(head.length) : stack
  return after
    .split('\n')
    .filter((line) => /^\s+at .*(:\d+:\d+\)?|<anonymous>\)?|node:internal.*)$/.test(line))
    .slice(0, 12)
    .map((line) => line.trim().replace(/^at /, ''))
}
