import { event, Snowflake, z } from '@alles/platform/contract'

/** Where resets of bot tokens are announced. */
export const botTokensTopic = 'bot-tokens'

/** A bot's token stopped working. Whoever holds its connections closes them. */
export const botTokenReset = event('oauth.botTokenReset', {
  about: "A bot's token was replaced or taken away.",
  delivery: 'realtime',
  data: z.object({ accountId: Snowflake }),
})

/** Where it is announced what signs. */
export const signingKeysTopic = 'signing-keys'

/** Whoever signs, or says which keys do, reads them again. */
export const signingKeysMade = event('oauth.signingKeysMade', {
  about: 'There are new keys to sign applications in with.',
  delivery: 'realtime',
  data: z.object({}),
})
