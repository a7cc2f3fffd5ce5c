import { event, Snowflake, z } from '@alles/platform/contract'

const Begun = z.object({
  accountId: Snowflake,
  bot: z.boolean(),
  /** When its window began, milliseconds since 1970. */
  since: z.number(),
  count: z.int(),
})
export type Begun = z.infer<typeof Begun>

export const sessionsBegun = event('gateway.sessionsBegun', {
  about: 'Accounts began so many sessions more in a process.',
  delivery: 'realtime',
  data: z.object({ from: z.string(), begun: z.array(Begun) }),
})

export const sessionsOpen = event('gateway.sessionsOpen', {
  about: 'How many connected sessions accounts have in one process.',
  delivery: 'realtime',
  data: z.object({ from: z.string(), open: z.array(z.tuple([Snowflake, z.int()])) }),
})

export const countsAsked = event('gateway.countsAsked', {
  about: 'A process that has just started asks the others what they have counted.',
  delivery: 'realtime',
  data: z.object({ from: z.string() }),
})

export const countsTold = event('gateway.countsTold', {
  about: 'What a process has counted, for one that asked.',
  delivery: 'realtime',
  data: z.object({
    from: z.string(),
    begun: z.array(Begun),
    open: z.array(z.tuple([Snowflake, z.int()])),
  }),
})
