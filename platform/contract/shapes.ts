import { z } from 'zod'

/** A whole number from 0 to 2⁶³ − 1 in decimal digits: what PostgreSQL's int8 holds. */
const digits = /^(0|[1-9]\d{0,18})$/
const fits = (value: string) => value.length < 19 || value <= '9223372036854775807'

/** A 64-bit id as a decimal string: Discord's snowflake. Its time is milliseconds since 2015-01-01. */
export const Snowflake = z
  .string()
  .regex(digits, { error: 'is not an id', abort: true })
  .refine(fits, 'is not an id')
export type Snowflake = z.infer<typeof Snowflake>

/** A set of bits as a decimal string, as Discord writes permissions. */
export const BitSet = z
  .union([
    z
      .string()
      .regex(digits, { error: 'is not a set of permissions', abort: true })
      .refine(fits, 'is not a set of permissions'),
    z.int().nonnegative(),
  ])
  .transform(String)

/** ISO 8601 in UTC. */
export const Instant = z.string()

/** What an input without fields declares. */
export const Nothing = z.object({})
export type Nothing = z.infer<typeof Nothing>

/** Control characters of ASCII other than tab, line feed and carriage return. */
const controls = /[^\P{Cc}\t\n\r\u0080-\u009f]/u

/** Text without control characters and lone surrogates; `max` counts Unicode code points. */
export function text(max: number, min = 0): z.ZodType<string, string> {
  return z
    .string()
    .refine((value) => value.isWellFormed(), 'holds a character that is not valid Unicode')
    .refine((value) => !controls.test(value), 'holds a control character')
    .refine(
      (value) => {
        const length = codePoints(value)
        return length >= min && length <= max
      },
      min > 0 ? `must have ${min} to ${max} characters` : `may have at most ${max} characters`,
    )
}

function codePoints(value: string): number {
  let count = 0
  for (const _ of value) count += 1
  return count
}
