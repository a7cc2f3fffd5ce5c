import { opcodes } from '../protocol/codes.ts'
import { plainFrame } from './frame.ts'

/** How often clients say that they live, in milliseconds; Discord's own value. */
export const heartbeatInterval = 41_250

/** What is not a dispatch is the same for everybody and made once. */
export const controlFrames = {
  hello: plainFrame({ t: null, s: null, op: opcodes.hello, d: { heartbeat_interval: heartbeatInterval } }),
  heartbeatAck: plainFrame({ t: null, s: null, op: opcodes.heartbeatAck, d: null }),
  reconnect: plainFrame({ t: null, s: null, op: opcodes.reconnect, d: null }),
  invalidSession: plainFrame({ t: null, s: null, op: opcodes.invalidSession, d: false }),
} as const
