import { refusals as mailRefusals } from '@alles/mail/contract'
import { refusals as mediaRefusals } from '@alles/media/contract'
import { command, Nothing, query, Snowflake, text, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { Account, Bio, Color, DisplayName, PasswordInput, Pronouns } from './shapes.ts'

/** An ALTCHA challenge, version 2, as `altcha-lib` and the `altcha` client know it. */
export const Challenge = z.object({
  parameters: z.object({
    algorithm: z.string(),
    nonce: z.string(),
    salt: z.string(),
    cost: z.int(),
    keyLength: z.int(),
    keyPrefix: z.string(),
    keySignature: z.string().optional(),
    expiresAt: z.int(),
  }),
  signature: z.string(),
})
export type Challenge = z.infer<typeof Challenge>

export const getChallenge = query('accounts.getChallenge', {
  about:
    'A proof-of-work challenge to solve before opening an account, or (`for=sign-in`, harder) before one more try to sign in. Good for one use within 10 minutes.',
  http: 'GET /challenge',
  caller: 'anyone',
  input: z.object({ for: z.enum(['registration', 'sign-in']).default('registration') }),
  output: Challenge,
  limit: { count: 300, seconds: 60, by: 'address' },
})

export const createAccount = command('accounts.createAccount', {
  about: 'Opens an account and signs in. The age is judged and forgotten at once.',
  http: 'POST /accounts',
  caller: 'anyone',
  input: z.object({
    /** 2 to 32 of `a-z 0-9 _ .`, compared without regard to case. */
    username: z.string().max(200),
    /** 8 to 256 characters. */
    password: PasswordInput,
    display_name: DisplayName.nullish(),
    /** Kept by the mail service alone; it counts once it is verified. */
    email: z.string().max(320).nullish(),
    /** In years. */
    age: z.int().min(0).max(150),
    /** The base64 payload an ALTCHA client makes of a challenge. */
    altcha: z.string().max(8192),
    /** The code of an invitation to this instance, where registration is by invitation. */
    invitation: z.string().max(64).nullish(),
    /** For whoever decides, where registration is by approval. */
    reason: text(500).nullish(),
    /** Of mail to `email`. */
    language: z.enum(['en', 'de']).default('en'),
  }),
  output: z.object({
    account: Account,
    /** Nobody is signed in yet: an administrator decides first. */
    waiting: z.boolean(),
  }),
  status: 201,
  refuses: [
    refusals.too_young,
    refusals.registration_closed,
    refusals.invitation_required,
    mailRefusals.invalid_address,
    refusals.bad_captcha,
    refusals.invalid_username,
    refusals.reserved_username,
    refusals.username_taken,
    refusals.invalid_password,
    refusals.leaked_password,
    refusals.too_busy,
  ],
  limit: { count: 120, seconds: 60, by: 'address' },
  bodyLimit: 16_384,
})

export const editAccount = command('accounts.editAccount', {
  about: 'Changes what others see of the account that acts. A field that is left out stays; null empties it.',
  http: 'PATCH /accounts/@me',
  caller: 'person',
  input: z.object({
    display_name: DisplayName.nullish(),
    bio: Bio.nullish(),
    pronouns: Pronouns.nullish(),
    color: Color.nullish(),
    public: z.boolean().optional(),
    /** The id of an upload; null removes the picture. */
    avatar: Snowflake.nullish(),
    banner: Snowflake.nullish(),
  }),
  output: z.object({ account: Account }),
  refuses: [mediaRefusals.unknown_upload, mediaRefusals.pictures_busy, mediaRefusals.picture_took_too_long],
  limit: { count: 30, seconds: 60, by: 'account' },
})

export const listMyAccounts = query('accounts.listMyAccounts', {
  about: 'The accounts of the signed-in person.',
  http: 'GET /accounts/mine',
  caller: 'person',
  input: Nothing,
  output: z.object({ accounts: z.array(Account) }),
})
