import { event, Snowflake, z } from '@alles/platform/contract'

const Accounts = z.object({ from: z.string(), accountIds: z.array(Snowflake) })

export const accountsSought = event('gateway.accountsSought', {
  about: 'A process in which the last session of some accounts ended asks whether others hold one.',
  delivery: 'realtime',
  data: Accounts,
})

export const accountsThere = event('gateway.accountsThere', {
  about: 'A process holds sessions of these accounts, or is about to.',
  delivery: 'realtime',
  data: Accounts,
})
