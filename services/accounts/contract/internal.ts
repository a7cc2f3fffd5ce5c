import { ContactHandle } from '@alles/mail/contract'
import { command, edgeRefusals, query, Secret, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { AccountKind, PasswordInput, type Profile, type SessionIdentity } from './shapes.ts'

/**
 * Who a session's token stands for; null when it stands for nobody (any more). `account` names which of the person's
 * accounts acts; refused with `unknown_account` when it is not one of theirs. Answers from memory for up to 30 seconds;
 * the end of a session is known at once.
 */
export const authenticateSession = query('accounts.authenticateSession', {
  about: 'Who a session token stands for.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ token: z.string(), account: z.string().optional() }),
  output: z.custom<SessionIdentity | null>(),
  refuses: [edgeRefusals.unknown_account],
})

/** In any order; accounts that do not exist (any more) are left out. From memory when known there. At most 10,000 ids. */
export const profiles = query('accounts.profiles', {
  about: 'What everybody may see of some accounts.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ ids: z.custom<readonly string[]>() }),
  output: z.custom<Profile[]>(),
})

export const AccountReference = z.object({
  accountId: Snowflake,
  /** Null for bots. */
  personId: Snowflake.nullable(),
  kind: AccountKind,
})
export type AccountReference = z.infer<typeof AccountReference>

export const findAccount = query('accounts.findAccount', {
  about: 'The account of a username, compared folded.',
  caller: 'internal',
  input: z.object({ username: z.string() }),
  output: AccountReference.nullable(),
})

export const findAccountById = query('accounts.findAccountById', {
  about: 'Whose account an id is.',
  caller: 'internal',
  input: z.object({ accountId: Snowflake }),
  output: AccountReference.nullable(),
})

/** `gone`: there is no such account, or it is being erased. Bots are never `suspended`: whose they are is. */
export const Standing = z.enum(['good', 'suspended', 'gone'])
export type Standing = z.infer<typeof Standing>

export const standingOf = query('accounts.standingOf', {
  about: 'Whether an account may act, as the database says now.',
  caller: 'internal',
  input: z.object({ accountId: Snowflake }),
  output: Standing,
})

export const accountsOf = query('accounts.accountsOf', {
  about: 'The ids of all accounts of a person, the primary one first.',
  caller: 'internal',
  input: z.object({ personId: Snowflake }),
  output: z.array(Snowflake),
})

/** Such an account cannot be erased alone: a person who stays has a primary one. */
export const hasSuccessorToName = query('accounts.hasSuccessorToName', {
  about: 'Whether an account is the primary one of a person who has others too.',
  caller: 'internal',
  input: z.object({ accountId: Snowflake }),
  output: z.boolean(),
})

export const createBotAccount = command('accounts.createBotAccount', {
  about:
    'Makes the account of a bot under a username as near as possible to the wished one. Does nothing twice.',
  caller: 'internal',
  input: z.object({ id: Snowflake, username: z.string(), displayName: z.string().nullish() }),
  output: z.object({ accountId: Snowflake, username: z.string() }),
})

export const deleteBotAccount = command('accounts.deleteBotAccount', {
  about:
    "Deletes a bot's account and destroys its key. A person's account is left as it is. Does nothing twice.",
  caller: 'internal',
  input: z.object({ accountId: Snowflake }),
  output: z.void(),
})

export const createByOperator = command('accounts.createByOperator', {
  about: 'Makes an account for a person at the word of the operator: no challenge, no question of age.',
  caller: 'internal',
  input: z.object({ username: z.string(), password: PasswordInput }),
  output: z.object({ accountId: Snowflake, username: z.string() }),
  refuses: [
    refusals.invalid_username,
    refusals.reserved_username,
    refusals.username_taken,
    refusals.invalid_password,
    refusals.leaked_password,
    refusals.too_busy,
  ],
})

export const suspend = command('accounts.suspend', {
  about:
    'Suspends an account at once, or takes it back; other accounts of its person follow, each at a time of its own.',
  caller: 'internal',
  input: z.object({ accountId: Snowflake, suspended: z.boolean() }),
  output: z.void(),
  refuses: [refusals.no_such_account, refusals.not_a_person],
})

export const grantAdministrator = command('accounts.grantAdministrator', {
  about: 'Makes the person behind an account an administrator of this instance, or takes it back.',
  caller: 'internal',
  input: z.object({ accountId: Snowflake, granted: z.boolean().default(true) }),
  output: z.void(),
  refuses: [refusals.no_such_account, refusals.not_a_person],
})

const place = { accountId: Snowflake, guildId: Snowflake }

export const exclude = command('accounts.exclude', {
  about: 'A guild banned an account: its siblings are kept out too. Does nothing twice.',
  caller: 'internal',
  input: z.object(place),
  output: z.void(),
})

export const readmit = command('accounts.readmit', {
  about: 'A guild lifted the ban of an account. Does nothing twice.',
  caller: 'internal',
  input: z.object(place),
  output: z.void(),
})

/** Which account it was, and whether it is the same one, is not said. Takes the same time whatever the answer. */
export const isExcluded = query('accounts.isExcluded', {
  about: 'Whether a guild banned an account or another one of its person.',
  caller: 'internal',
  input: z.object(place),
  output: z.boolean(),
})

/**
 * The erasure of a whole person has begun and is not taken back any more: nobody signs in as any of their accounts, and
 * no further one is opened. Sessions go on until their accounts go. Does nothing twice.
 */
export const beginLeaving = command('accounts.beginLeaving', {
  about: 'Locks a person whose erasure cannot be taken back.',
  caller: 'internal',
  input: z.object({ personId: Snowflake }),
  output: z.void(),
})

/**
 * This service's own part of an erasure, before its rows go: sessions that act as the account end, the username's keyed
 * hash is reserved for 90 days, everybody forgets the profile. Does nothing twice.
 */
export const forget = command('accounts.forget', {
  about: 'Prepares the erasure of an account.',
  caller: 'internal',
  input: z.object({ accountId: Snowflake, mode: z.enum(['pseudonymise', 'everything']) }),
  output: z.void(),
})

export const contactsOf = query('accounts.contactsOf', {
  about:
    'The handles under which mail keeps addresses of a person, those included that it will forget shortly.',
  caller: 'internal',
  input: z.object({ personId: Snowflake }),
  output: z.object({ contacts: z.array(ContactHandle) }),
})

/** One account from another system. Lines are numbered as in the file they came from. */
export const ImportRecord = z.object({
  line: z.int(),
  username: z.string(),
  display_name: z.string().nullish(),
  email: z.string().nullish(),
  password_hash: z.string().transform((value) => new Secret(value)),
  created_at: z.string().nullish(),
})
export type ImportRecord = z.infer<typeof ImportRecord>

/** `made` and `exists` are fine; anything else is why a line was passed over. In a dry run nothing is made. */
export const ImportOutcome = z.enum([
  'made',
  'exists',
  'bad_username',
  'reserved_username',
  'username_taken',
  'bad_display_name',
  'bad_address',
  'unknown_hash',
  'bad_time',
])
export type ImportOutcome = z.infer<typeof ImportOutcome>

export const importAccounts = command('accounts.importAccounts', {
  about:
    'Makes accounts with password hashes of another system (bcrypt, argon2id, argon2i). One whose name exists is passed over: safe to repeat.',
  caller: 'internal',
  input: z.object({ records: z.array(ImportRecord).max(500), dryRun: z.boolean() }),
  output: z.object({ results: z.array(z.object({ line: z.int(), outcome: ImportOutcome })) }),
})
