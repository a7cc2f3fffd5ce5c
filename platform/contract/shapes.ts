import { z } from 'zod'

/** A 64-bit id as a decimal string, 1 to 20 digits: Discord's snowflake. Its time is milliseconds since 2015-01-01. */
export const Snowflake = z
  .string()
  .regex(/^(0|[1-9]\d{0,19})$/, 'is not an id')
  .refine((text) => BigInt(text) <= 0x7fff_ffff_ffff_ffffn, 'is not an id')
export type Snowflake = z.infer<typeof Snowflake>

/** A set of bits as a decimal string, as Discord writes permissions. */
export const BitSet = z
  .union([z.string().regex(/^\d{1,20}$/, 'is not a set of permissions'), z.int().nonnegative()])
  .transform(String)

/** ISO 8601 in UTC. */
export const Instant = z.string()

/** What an input without fields declares. */
export const Nothing = z.object({})
export type Nothing = z.infer<typeof Nothing>

/** Text without control characters and lone surrogates; `max` counts Unicode code points. */
export function text(max: number, min = 0): z.ZodType<string, string> {
  return z
    .string()
    .refine((value) => value.isWellFormed(), 'holds a character that is not valid Unicode')
    .refine(
      (value) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value),
      'holds a control character',
    )
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
