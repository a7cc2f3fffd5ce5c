import { event, Snowflake, z } from '@alles/platform/contract'

/** Where ends of sessions are announced. */
export const sessionsTopic = 'sessions'

/**
 * A sign-in ended: signed out, suspended or erased. Whoever holds its connections closes them. Whose it was is not said:
 * nobody outside learns which accounts are one person's.
 */
export const sessionEnded = event('accounts.sessionEnded', {
  about: 'A session ended.',
  delivery: 'realtime',
  data: z.object({ sessionId: Snowflake }),
})

/** Where suspensions are announced. */
export const standingsTopic = 'standings'

/**
 * Whether an account may act changed: its person was suspended, or that was taken back. Told of each account alone, so
 * that nobody learns which are one person's. How it stands is for `standingOf` to say.
 */
export const standingChanged = event('accounts.standingChanged', {
  about: 'Whether an account may act changed.',
  delivery: 'realtime',
  data: z.object({ accountId: Snowflake }),
})

/** Where changes of profiles are announced. */
export const profilesTopic = 'profiles'

/** What others see of an account changed, or (`gone`) the account is no more. Read it again with `profiles`. */
export const profileChanged = event('accounts.profileChanged', {
  about: "An account's profile changed.",
  delivery: 'realtime',
  data: z.object({ accountId: Snowflake, gone: z.boolean() }),
})

/** A session acts as another account, or its person proved again who they are. Whoever keeps it in memory reads again. */
export const sessionChanged = event('accounts.sessionChanged', {
  about: 'What a session stands for changed.',
  delivery: 'realtime',
  data: z.object({ sessionId: Snowflake }),
})

/** What holds for all sessions of a person changed: administration was granted or taken back, an account is erased. */
export const personChanged = event('accounts.personChanged', {
  about: 'What a person may do changed.',
  delivery: 'realtime',
  data: z.object({ personId: Snowflake }),
})
