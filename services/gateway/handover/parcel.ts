import { z } from '@alles/platform/contract'
import { frameOfText, textOf, type Frame } from '../frames/frame.ts'
import { Presence } from '../protocol/client-frame.ts'
import { Session } from '../sessions/session.ts'

/** What a taking process has to know of one guild. */
const GuildPart = z.object({
  /** Channels in sight, each with what may be done there, by permission class. */
  sights: z.record(z.string(), z.array(z.tuple([z.string(), z.string()]))),
  /** Ids of the events that the sessions have been given already, or were not to be given. */
  done: z.array(z.string()),
})

const SessionPart = z.object({
  id: z.string(),
  identity: z.object({
    accountId: z.string(),
    bot: z.boolean(),
    applicationId: z.string(),
    signInId: z.string().nullable(),
  }),
  intents: z.number(),
  shard: z.tuple([z.number(), z.number()]).nullable(),
  presence: Presence.nullable(),
  largeThreshold: z.number(),
  client: z.enum(['desktop', 'mobile', 'web']),
  detachedAt: z.number(),
  /** Whether its client was connected, and will come. */
  expected: z.boolean(),
  missed: z.array(z.string()),
  /** The number of the dispatch that its client was written last. */
  written: z.number(),
  /** The number of the first dispatch that is still held, and all of them by their place among the frames. */
  first: z.number(),
  held: z.array(z.number()),
  /** Its guilds, each with its class there. */
  guilds: z.record(z.string(), z.string()),
})

/** Sessions on their way to another process, with everything they need there. */
export const Parcel = z.object({
  /** Where the sequence number goes, and the text. Shared by the sessions. */
  frames: z.array(z.tuple([z.number(), z.string()])),
  sessions: z.array(SessionPart),
  guilds: z.record(z.string(), GuildPart),
  /** By account: as `done` of a guild. */
  accounts: z.record(z.string(), z.array(z.string())),
})
export type Parcel = z.infer<typeof Parcel>
export type SessionPart = z.infer<typeof SessionPart>

/** Numbers frames, so that each travels once however many sessions hold it. */
export class FrameList {
  readonly #places = new Map<Frame, number>()
  readonly all: [number, string][] = []

  placeOf(frame: Frame): number {
    const known = this.#places.get(frame)
    if (known !== undefined) return known
    const place = this.all.push(textOf(frame)) - 1
    this.#places.set(frame, place)
    return place
  }
}

/** A session as it is at this moment. */
export function packSession(session: Session, frames: FrameList, now: number): SessionPart {
  const held: number[] = []
  for (let number = session.replay.first; number <= session.replay.last; number += 1)
    held.push(frames.placeOf(session.replay.at(number)))
  return {
    id: session.id,
    identity: session.identity,
    intents: session.intents,
    shard: session.shard && [session.shard[0], session.shard[1]],
    presence: session.presence,
    largeThreshold: session.largeThreshold,
    client: session.client,
    detachedAt: session.outlet ? now : session.detachedAt,
    expected: session.outlet !== null,
    missed: [...session.missed],
    written: session.written,
    first: session.replay.first,
    held,
    guilds: Object.fromEntries([...session.guilds].map(([guildId, one]) => [guildId, one.key])),
  }
}

/** The session that was packed, in no guild yet. */
export function unpackSession(part: SessionPart, frames: readonly Frame[]): Session {
  const { id, identity, intents, shard, presence, largeThreshold, client } = part
  const session = new Session(id, { identity, intents, shard, presence, largeThreshold, client })
  session.early = null
  session.detachedAt = part.detachedAt
  session.expected = part.expected
  for (const key of part.missed) session.missed.add(key)
  session.replay.beginAt(part.first)
  for (const place of part.held) {
    const frame = frames[place]
    if (!frame) throw new Error('a frame is missing from what was handed over')
    session.replay.push(frame)
  }
  session.written = part.written
  return session
}

export function unpackFrames(parcel: Parcel): Frame[] {
  return parcel.frames.map(([at, text]) => frameOfText(text, at))
}
