import type { Duplex } from 'node:stream'
import type { Dispatch } from '@alles/chat/contract'
import type { Packer } from '../compression/packer.ts'
import type { PermissionClass } from '../guilds/permission-class.ts'
import { everyIntent, intents } from '../protocol/intents.ts'
import type { Presence } from '../protocol/client-frame.ts'
import type { Close } from '../protocol/codes.ts'
import { ReplayBuffer } from './replay-buffer.ts'

/** Who a session belongs to. */
export interface Identity {
  readonly accountId: string
  readonly bot: boolean
  /** A bot's application. People have none and are given their account's id. */
  readonly applicationId: string
  /** The sign-in a person came with; null for bots. */
  readonly signInId: string | null
}

/** What a client runs on, as far as others see. */
export type ClientKind = 'desktop' | 'mobile' | 'web'

/** The open connection of a session, as far as delivery needs it. */
export interface Outlet {
  readonly socket: Duplex
  /** Through which everything goes where the client asked for compression. */
  readonly packer: Packer | null
  /** False once either side has begun to close. */
  readonly isOpen: boolean
  /** Closes the socket; the session may be resumed on another. */
  close(why: Close): void
  /** Carries no session from now on, and does not end the one it carried. */
  release(): void
  /** Tells the client to come back elsewhere, and closes. */
  sendAway(): void
}

export interface SessionRequest {
  readonly identity: Identity
  readonly intents: number | null
  readonly shard: readonly [number, number] | null
  readonly presence: Presence | null
  /** A browser unless said otherwise. */
  readonly client?: ClientKind
  /** Guilds with more members than this are told without them; 50 unless said otherwise. */
  readonly largeThreshold?: number | null
}

/** https://docs.discord.com/developers/events/gateway-events#identify */
const thresholds = { least: 50, most: 250 }

function clamped(threshold: number): number {
  return Math.min(thresholds.most, Math.max(thresholds.least, threshold))
}

/** One client's stream of numbered dispatches. It outlives its connection for a while, to be resumed on another. */
export class Session {
  readonly id: string
  readonly identity: Identity
  readonly accountId: string
  readonly intents: number
  readonly readsContent: boolean
  readonly largeThreshold: number
  readonly shard: readonly [number, number] | null
  presence: Presence | null
  /** What others are told that it is. */
  readonly client: ClientKind
  /** Where it stands in each of its guilds. */
  readonly guilds = new Map<string, PermissionClass>()

  readonly replay = new ReplayBuffer()
  /** The number of the dispatch written to the socket last. */
  written = 0
  /** Bytes of dispatches that are still to be written. */
  waiting = 0
  /** Whether a write is planned. */
  queued = false
  /** Set while more may wait than usual: while beginning and after resuming. */
  catchingUp = true
  /** What came for its account while it is beginning; null from then on. */
  early: Dispatch[] | null = []
  outlet: Outlet | null = null
  /** Lists of members asked for, sent one after the other. */
  chunks: Promise<void> = Promise.resolve()
  /** Guilds its account has just joined, which it is being let into. */
  joining = 0
  /** Set while it is being handed to another process, which lets it into guilds that its account joins meanwhile. */
  passing = false
  /** Its client is on its way from another process: its account is still there. */
  expected = false
  /** Whose presence in which guild its client was not told of. */
  readonly missed = new Set<string>()
  /** When its connection was lost, milliseconds since 1970. */
  detachedAt = 0
  ended = false

  constructor(id: string, request: SessionRequest) {
    this.id = id
    this.identity = request.identity
    this.accountId = request.identity.accountId
    this.intents = request.intents ?? everyIntent
    this.readsContent = !request.identity.bot || (this.intents & intents.MESSAGE_CONTENT) !== 0
    this.largeThreshold = clamped(request.largeThreshold ?? thresholds.least)
    this.shard = request.shard
    this.presence = request.presence
    this.client = request.client ?? 'web'
  }

  /** Whether events of `intent` are wanted; 0 is wanted by all. */
  wants(intent: number): boolean {
    return intent === 0 || (this.intents & intent) !== 0
  }

  /** Goes back to just after `sequence`: what was given since waits to be written, as if it had only just come. */
  rewind(sequence: number): void {
    this.replay.release(sequence)
    this.written = sequence
    this.waiting = this.replay.bytes
    this.catchingUp = true
  }

  /** Whether a guild is this shard's. https://docs.discord.com/developers/events/gateway#sharding */
  covers(guildId: string): boolean {
    if (!this.shard) return true
    const [shard, count] = this.shard
    return Number((BigInt(guildId) >> 22n) % BigInt(count)) === shard
  }
}
