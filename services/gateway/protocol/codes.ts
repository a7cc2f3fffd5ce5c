/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway */
export const opcodes = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  voiceState: 4,
  resume: 6,
  reconnect: 7,
  requestMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
  /** Not documented: what Discord's own clients say when they show a guild. */
  look: 14,
} as const

export interface Close {
  readonly code: number
  readonly reason: string
}

/** Why we close sockets. Clients resume after any of these but 4004 and 4010 to 4014, which are final. */
export const closes = {
  goingAway: { code: 1001, reason: 'The server restarts. Connect again.' },
  resumable: { code: 4000, reason: 'Something went wrong. Connect again and resume.' },
  tooSlow: { code: 4000, reason: 'You read more slowly than events come. Connect again and resume.' },
  missed: { code: 4000, reason: 'Events may have been missed. Connect again.' },
  replaced: { code: 4000, reason: 'This session was resumed on another connection.' },
  unknownOpcode: { code: 4001, reason: 'This opcode does not exist.' },
  undecodable: { code: 4002, reason: 'This frame could not be read.' },
  notAuthenticated: { code: 4003, reason: 'Identify first.' },
  badToken: { code: 4004, reason: 'This token or session is not valid, or no longer.' },
  alreadyAuthenticated: { code: 4005, reason: 'You have identified already.' },
  invalidSequence: { code: 4007, reason: 'This session never gave that sequence number.' },
  rateLimited: { code: 4008, reason: 'You may send 120 frames a minute.' },
  tooManySessions: { code: 4008, reason: 'This account has as many open sessions as it may have.' },
  tooManyStarts: { code: 4008, reason: 'You have begun as many sessions as you may. Wait, and try again.' },
  timedOut: { code: 4009, reason: 'Nothing was heard from you in time.' },
  invalidShard: { code: 4010, reason: 'This shard does not exist.' },
  invalidVersion: { code: 4012, reason: 'Versions 9 and 10 are spoken here, in JSON.' },
  invalidIntents: { code: 4013, reason: 'These intents are missing or unknown.' },
} as const satisfies Record<string, Close>
