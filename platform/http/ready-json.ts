import type { z } from 'zod'

/** The JSON of a value as its contract declares it: undeclared fields are dropped. Throws where it is not of that type. */
export function writtenAs(type: z.ZodType, value: unknown): string {
  return JSON.stringify(type.parse(value))
}

/**
 * An answer whose JSON was made before it was asked for, of parts that were each written by their contract (`writtenAs`).
 * The same for everybody whom the handler gives it to.
 */
export class ReadyJson {
  readonly bytes: Buffer

  private constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  static list(items: readonly string[]): ReadyJson {
    return new ReadyJson(Buffer.from(`[${items.join(',')}]`, 'utf8'))
  }
}
