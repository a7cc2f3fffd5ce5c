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

/** At most 40 characters on one line. */
export const Pronouns = text(40).refine((value) => !/[\n\r\t]/.test(value), 'must be on one line')

/** Red, green and blue, 8 bits each, as one number. */
export const Color = z.int().min(0).max(0xff_ff_ff)

/** `primary`: a person's first account. `secondary`: another face of theirs. `bot`: an application's. */
export const AccountKind = z.enum(['primary', 'secondary', 'bot'])
export type AccountKind = z.infer<typeof AccountKind>

/** One of your own accounts. */
export const Account = z.object({
  id: Snowflake,
  username: z.string(),
  display_name: z.string().nullable(),
  bio: z.string().nullable(),
  pronouns: z.string().nullable(),
  color: Color.nullable(),
  /** Names of pictures: `/media/avatars/ID/NAME.webp`, `/media/banners/ID/NAME.webp`. */
  avatar: z.string().nullable(),
  banner: z.string().nullable(),
  /** A private account shows others its names and picture alone. */
  public: z.boolean(),
  kind: AccountKind,
  /** When the username may be changed next; null: now. */
  username_changes_at: Instant.nullable(),
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
  avatar: z.string().nullable(),
  banner: z.string().nullable(),
  color: Color.nullable(),
  bot: z.boolean(),
})
export type Profile = z.infer<typeof Profile>

/** The allow-list: all that anybody else can be shown of an account. */
export const PublicProfile = z.object({
  id: Snowflake,
  username: z.string(),
  display_name: z.string().nullable(),
  avatar: z.string().nullable(),
  bot: z.boolean(),
  public: z.boolean(),
  /** Null where the account is private. */
  bio: z.string().nullable(),
  pronouns: z.string().nullable(),
  color: Color.nullable(),
  banner: z.string().nullable(),
})
export type PublicProfile = z.infer<typeof PublicProfile>

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
