import { Snowflake, z } from '@alles/platform/contract'
import { closes, opcodes, type Close } from './codes.ts'

const Presence = z.looseObject({ status: z.string().max(20).optional() })
export type Presence = z.infer<typeof Presence>

const Identify = z.object({
  /** Empty for people, whom their cookie names. */
  token: z.string().max(400),
  /** Which of the person's accounts acts. */
  account: Snowflake.nullish(),
  intents: z.number().nullish(),
  shard: z.tuple([z.int(), z.int()]).nullish(),
  presence: Presence.nullish(),
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
  nonce: z.string().max(200).nullish(),
})
export type RequestMembers = z.infer<typeof RequestMembers>

/** What a client says, read and checked. */
export type ClientFrame =
  | { readonly op: 'heartbeat'; readonly sequence: number | null }
  | { readonly op: 'identify'; readonly identify: Identify }
  | { readonly op: 'resume'; readonly resume: Resume }
  | { readonly op: 'requestMembers'; readonly request: RequestMembers }
  | { readonly op: 'presence'; readonly presence: Presence }
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
