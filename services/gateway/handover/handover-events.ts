import { event, Snowflake, z } from '@alles/platform/contract'

/** One pass of sessions from one process to another. */
const Transfer = z.string().max(40)

export const sessionSought = event('gateway.sessionSought', {
  about: 'A client wants to resume a session that the asking process does not hold.',
  delivery: 'realtime',
  data: z.object({ from: z.string(), sessionId: z.string() }),
})

export const sessionHeld = event('gateway.sessionHeld', {
  about: 'A process holds, or is being given, the session somebody asked for.',
  delivery: 'realtime',
  data: z.object({ from: z.string(), sessionId: z.string(), accountId: Snowflake }),
})

export const sessionWanted = event('gateway.sessionWanted', {
  about: 'Whoever began a session proved it at another process, which is to have it.',
  delivery: 'realtime',
  data: z.object({ from: z.string(), sessionId: z.string(), accountId: Snowflake }),
})

export const handoverOffered = event('gateway.handoverOffered', {
  about: 'A process is about to hand sessions over: the other one is to listen to what concerns them.',
  delivery: 'realtime',
  data: z.object({
    from: z.string(),
    transfer: Transfer,
    /** Each with its account. */
    sessions: z.array(z.tuple([z.string(), Snowflake])),
    guildIds: z.array(Snowflake),
  }),
})

export const handoverReady = event('gateway.handoverReady', {
  about: 'From now on nothing that happens is missed here.',
  delivery: 'realtime',
  data: z.object({ transfer: Transfer }),
})

export const handoverPiece = event('gateway.handoverPiece', {
  about: 'A part of the sessions that are handed over, as text.',
  delivery: 'realtime',
  data: z.object({ transfer: Transfer, index: z.int(), last: z.boolean(), text: z.string() }),
})

export const handoverTaken = event('gateway.handoverTaken', {
  about: 'A part was received; of the last one: the sessions can be resumed here.',
  delivery: 'realtime',
  data: z.object({ transfer: Transfer, index: z.int() }),
})
