/*
 * The frames of Discord's gateway that a browser sends and reads.
 * https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway
 */

export const op = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  requestMembers: 8,
  reconnect: 7,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const

export interface Frame {
  readonly op: number
  readonly d?: unknown
  readonly s?: number | null
  readonly t?: string | null
}

/** What a close code means for what comes next. */
export function afterClose(code: number): 'resume' | 'identify' | 'signed-out' | 'give-up' {
  if (code === 4004) return 'signed-out'
  if (code >= 4010 && code <= 4014) return 'give-up'
  // Not authenticated, invalid sequence, session timed out: what there was cannot be resumed.
  if (code === 4003 || code === 4007 || code === 4009) return 'identify'
  return 'resume'
}

/** Reads a frame; null where it is not one. */
export function readFrame(text: unknown): Frame | null {
  if (typeof text !== 'string') return null
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'op' in value ? (value as Frame) : null
  } catch {
    return null
  }
}
