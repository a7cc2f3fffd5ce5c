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
  data: z.object({
    sessionId: Snowflake,
    /** Others of the same person ended in the same moment. */
    together: z.boolean().optional(),
  }),
})

/** Where suspensions are announced. */
export const standingsTopic = 'standings'

/**
 * Whether an account may act changed: it was suspended, or that was taken back. Each account of a person has its own
 * time, so that nobody learns which are theirs. How it stands is for `standingOf` to say.
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

/**
 * Whatever was given to others in the name of an account is taken back: its person secured it, or it is suspended or
 * erased. Told of each account alone.
 */
export const accessRevoked = event('accounts.accessRevoked', {
  about: 'Every grant of an account to an application ends.',
  delivery: 'durable',
  data: z.object({ accountId: Snowflake }),
})

/** Where changes of what administrators chose for the instance are announced. */
export const instanceTopic = 'instance'

/** Who may open an account, or how many a person may have, changed. Whoever keeps it in memory reads again. */
export const registrationRulesChanged = event('accounts.registrationRulesChanged', {
  about: 'The rules of registration changed.',
  delivery: 'realtime',
  data: z.object({}),
})
