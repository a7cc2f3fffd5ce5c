import { Instant, Secret, Snowflake, text, z } from '@alles/platform/contract'

/** A password on its way in: at most 1024 characters, hidden from the moment it is parsed. */
export const PasswordInput = z
  .string()
  .max(1024)
  .transform((value) => new Secret(value))

/** At most 32 characters on one line, without characters that reverse or hide what is around them. */
export const DisplayName = text(32).refine(
  (value) => !/[\n\r\t\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(value),
  'must be on one line',
)

/** At most 190 characters. */
export const Bio = text(190)

/** `primary`: a person's first account. `secondary`: another face of theirs. `bot`: an application's. */
export const AccountKind = z.enum(['primary', 'secondary', 'bot'])
export type AccountKind = z.infer<typeof AccountKind>

/** One of your own accounts. */
export const Account = z.object({
  id: Snowflake,
  username: z.string(),
  display_name: z.string().nullable(),
  bio: z.string().nullable(),
  kind: AccountKind,
  created_at: Instant,
})
export type Account = z.infer<typeof Account>

/** A place where you are signed in. `device` names browser and system as far as they were recognised. */
export const SignIn = z.object({
  id: Snowflake,
  device: z.object({ browser: z.string().nullable(), system: z.string().nullable() }),
  created_at: Instant,
  last_seen_at: Instant,
  current: z.boolean(),
})
export type SignIn = z.infer<typeof SignIn>

/** What everybody may see of an account. */
export const Profile = z.object({
  id: Snowflake,
  username: z.string(),
  displayName: z.string().nullable(),
  bot: z.boolean(),
})
export type Profile = z.infer<typeof Profile>

/** Who a session token stands for. */
export const SessionIdentity = z.object({
  accountId: Snowflake,
  accountKind: AccountKind,
  personId: Snowflake,
  sessionId: Snowflake,
  /** When the person last proved who they are, milliseconds since 1970. */
  provedAt: z.number(),
  administrator: z.boolean(),
})
export type SessionIdentity = z.infer<typeof SessionIdentity>
