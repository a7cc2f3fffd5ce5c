import { command, query, Snowflake, z } from '@alles/platform/contract'

export interface BotIdentity {
  /** The bot's account; the same as the application's id. */
  readonly accountId: string
  readonly applicationId: string
}

/**
 * Which bot a token (without the `Bot ` prefix) stands for, or null. Answers from memory for up to 30 seconds; a reset
 * or deletion is known at once.
 */
export const authenticateBot = query('oauth.authenticateBot', {
  about: 'Which bot a token stands for.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ token: z.string() }),
  output: z.custom<BotIdentity | null>(),
})

export const botsOf = query('oauth.botsOf', {
  about: 'The ids of the bot accounts that belong to an account. They are erased and exported with it.',
  caller: 'internal',
  input: z.object({ accountId: Snowflake }),
  output: z.array(Snowflake),
})

/** This service's own part of an erasure: tokens of the account's applications stop working. Does nothing twice. */
export const forget = command('oauth.forget', {
  about: 'Prepares the erasure of an account.',
  caller: 'internal',
  input: z.object({ accountId: Snowflake, mode: z.enum(['pseudonymise', 'everything']) }),
  output: z.void(),
})

export const rotateSigningKeys = command('oauth.rotateSigningKeys', {
  about:
    'Makes new keys to sign with; those before stay known as long as what they signed may be about. Answers how many.',
  caller: 'internal',
  input: z.object({}),
  output: z.object({ made: z.int() }),
})
