import { event, Snowflake, z } from '@alles/platform/contract'
import type { OwnPresence } from './presence.ts'

/** Where processes that serve a guild tell each other who is there. */
export const presenceTopic = (guildId: string) => `presence:${guildId}`

const Entry = z.tuple([Snowflake, z.custom<OwnPresence>().nullable()])

export const statusSaid = event('gateway.statusSaid', {
  about: 'A person chose the status of one of their accounts; for all clients of that account.',
  delivery: 'realtime',
  data: z.object({
    accountId: Snowflake,
    status: z.enum(['online', 'idle', 'dnd', 'invisible', 'offline']),
  }),
})

export const presencesTold = event('gateway.presencesTold', {
  about: 'What sessions in one process make of some accounts in a guild; null: it has none there any more.',
  delivery: 'realtime',
  data: z.object({ from: z.string(), guildId: Snowflake, presences: z.array(Entry) }),
})

export const presencesAsked = event('gateway.presencesAsked', {
  about: 'A process has just begun to serve guilds, or missed something, and asks who is there.',
  delivery: 'realtime',
  data: z.object({ from: z.string(), guildIds: z.array(Snowflake) }),
})
