import type { Presence as WirePresence } from '@alles/chat/contract'
import { Snowflake, z } from '@alles/platform/contract'
import { closes, opcodes, type Close } from './codes.ts'

const Text = z.string().max(128)

/** https://docs.discord.com/developers/events/gateway-events#activity-object; what is not named here is not shown. */
const Activity = z
  .object({
    name: Text,
    type: z.int().min(0).max(5),
    state: Text.nullish(),
    details: Text.nullish(),
    url: z.string().max(512).startsWith('https://').nullish().catch(undefined),
    emoji: z
      .object({ name: z.string().max(64), id: Snowflake.nullish(), animated: z.boolean().optional() })
      .nullish()
      .catch(undefined),
    timestamps: z
      .object({ start: z.number().optional(), end: z.number().optional() })
      .nullish()
      .catch(undefined),
  })
  .transform((activity) => shown(activity) as Activity)
export type Activity = Omit<ShownActivity, 'id' | 'created_at'>
type ShownActivity = WirePresence['activities'][number]

/** What is said to be nothing is left out. */
function shown(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]: [string, unknown]) => {
      if (value === null || value === undefined) return []
      return [[name, typeof value === 'object' ? shown(value) : value]]
    }),
  )
}

export const Presence = z.object({
  status: z.enum(['online', 'idle', 'dnd', 'invisible', 'offline']).optional(),
  activities: z.array(Activity).max(20).nullish(),
})
export type Presence = z.infer<typeof Presence>

const Identify = z.object({
  /** Empty for people, whom their cookie names. */
  token: z.string().max(400),
  /** Which of the person's accounts acts. */
  account: Snowflake.nullish(),
  intents: z.number().nullish(),
  shard: z.tuple([z.int(), z.int()]).nullish(),
  presence: Presence.nullish(),
  /** What the client runs on. */
  properties: z
    .looseObject({
      os: z.string().max(200).optional().catch(undefined),
      browser: z.string().max(200).optional().catch(undefined),
      device: z.string().max(200).optional().catch(undefined),
    })
    .nullish()
    .catch(null),
  /** Whether large payloads may come compressed one by one. */
  compress: z.boolean().nullish(),
  large_threshold: z.int().nullish(),
})
export type Identify = z.infer<typeof Identify>

const Resume = z.object({
  token: z.string().max(400),
  session_id: z.string().max(100),
  seq: z.int().nonnegative().nullish(),
})
export type Resume = z.infer<typeof Resume>

const RequestMembers = z.object({
  guild_id: z.union([Snowflake, z.array(Snowflake).length(1)]).transform((id) => String(id)),
  query: z.string().max(100).nullish(),
  limit: z.int().min(0).max(100_000).nullish(),
  user_ids: z
    .union([Snowflake.transform((id) => [id]), z.array(Snowflake).max(100)])
    .nullish()
    .transform((ids) => ids ?? null),
  presences: z.boolean().nullish(),
  /** One that is longer than 32 bytes is as good as none. */
  nonce: z
    .string()
    .nullish()
    .transform((nonce) => (nonce && Buffer.byteLength(nonce) <= 32 ? nonce : null)),
})
export type RequestMembers = z.infer<typeof RequestMembers>

/** Which members of a guild a client shows just now. What else Discord's own clients ask for with it has no effect. */
const Look = z.object({
  guild_id: Snowflake,
  members: z.array(Snowflake).max(1000).default([]),
})
export type Look = z.infer<typeof Look>

/** What a client says, read and checked. */
export type ClientFrame =
  | { readonly op: 'heartbeat'; readonly sequence: number | null }
  | { readonly op: 'identify'; readonly identify: Identify }
  | { readonly op: 'resume'; readonly resume: Resume }
  | { readonly op: 'requestMembers'; readonly request: RequestMembers }
  | { readonly op: 'presence'; readonly presence: Presence }
  | { readonly op: 'look'; readonly look: Look }
  /** Known and without effect here. */
  | { readonly op: 'ignored' }

/** Reads one frame. What cannot be read says how the connection ends. */
export function readFrame(text: string): ClientFrame | { readonly close: Close } {
  const frame = parse(text)
  if (frame === null) return { close: closes.undecodable }
  switch (frame.op) {
    case opcodes.heartbeat:
      return readHeartbeat(frame.d)
    case opcodes.identify:
      return shaped(Identify, frame.d, (identify) => ({ op: 'identify', identify }))
    case opcodes.resume:
      return shaped(Resume, frame.d, (resume) => ({ op: 'resume', resume }))
    case opcodes.requestMembers:
      return shaped(RequestMembers, frame.d, (request) => ({ op: 'requestMembers', request }))
    case opcodes.presence:
      return shaped(Presence, frame.d, (presence) => ({ op: 'presence', presence }))
    case opcodes.look:
      return shaped(Look, frame.d, (look) => ({ op: 'look', look }))
    case opcodes.voiceState:
      return { op: 'ignored' }
    default:
      return { close: closes.unknownOpcode }
  }
}

function parse(text: string): { op: number; d: unknown } | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('op' in value)) return null
    if (typeof value.op !== 'number') return null
    return { op: value.op, d: 'd' in value ? value.d : undefined }
  } catch {
    return null
  }
}

function readHeartbeat(d: unknown): ClientFrame | { readonly close: Close } {
  if (d === null || d === undefined) return { op: 'heartbeat', sequence: null }
  if (typeof d === 'number' && Number.isSafeInteger(d) && d >= 0) return { op: 'heartbeat', sequence: d }
  return { close: closes.undecodable }
}

function shaped<T>(
  shape: z.ZodType<T>,
  d: unknown,
  found: (value: T) => ClientFrame,
): ClientFrame | { readonly close: Close } {
  const read = shape.safeParse(d)
  return read.success ? found(read.data) : { close: closes.undecodable }
}
