import { command, Nothing, query, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { Account, Bio, DisplayName, PasswordInput } from './shapes.ts'

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
  about: 'A proof-of-work challenge to solve before opening an account. Good for one use within 10 minutes.',
  http: 'GET /challenge',
  caller: 'anyone',
  input: Nothing,
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
    /** Not kept yet: leave it out. */
    email: z.string().max(320).nullish(),
    /** In years. */
    age: z.int().min(0).max(150),
    /** The base64 payload an ALTCHA client makes of a challenge. */
    altcha: z.string().max(8192),
  }),
  output: z.object({ account: Account }),
  status: 201,
  refuses: [
    refusals.too_young,
    refusals.registration_closed,
    refusals.email_not_available,
    refusals.bad_captcha,
    refusals.invalid_username,
    refusals.reserved_username,
    refusals.username_taken,
    refusals.invalid_password,
    refusals.too_busy,
  ],
  limit: { count: 120, seconds: 60, by: 'address' },
  bodyLimit: 16_384,
})

export const editAccount = command('accounts.editAccount', {
  about: 'Changes what others see of the account that acts. A field that is left out stays; null empties it.',
  http: 'PATCH /accounts/@me',
  caller: 'person',
  input: z.object({ display_name: DisplayName.nullish(), bio: Bio.nullish() }),
  output: z.object({ account: Account }),
  limit: { count: 30, seconds: 60, by: 'account' },
})

export const listMyAccounts = query('accounts.listMyAccounts', {
  about: 'The accounts of the signed-in person.',
  http: 'GET /accounts/mine',
  caller: 'person',
  input: Nothing,
  output: z.object({ accounts: z.array(Account) }),
})
