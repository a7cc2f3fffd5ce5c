import type { AllowedMentions, Kind } from '../contract/index.ts'
import type { Extras } from './extras.ts'
import type { MessageKey } from './message-store.ts'
import type { OpenMessage } from './open-messages.ts'

/** What somebody is about to say, with everything about it found and judged. */
export interface Writing {
  readonly kind: Kind
  /** As it came from the wire. */
  readonly content: string
  readonly allowed: AllowedMentions | null
  readonly flags: number
  readonly marks: number
  readonly extras: Extras | null
  /** Names the files in `extras`. */
  readonly bundle: string | null
  /** How long its poll takes; null where it has none. */
  readonly pollHours: number | null
  /** The message that it answers or speaks of, in the same channel. */
  readonly answers: OpenMessage | null
  /** The message that it forwards. */
  readonly forwards: OpenMessage | null
  readonly nonce: string | number | null
  readonly enforceNonce: boolean
  /** Null of what somebody wrote. */
  readonly said: Said | null
}

/** What the system says has beyond what people write. */
export interface Said {
  /** What it refers to: a message, whether it is still there, or a thread by its id as both. */
  readonly about: MessageKey | null
  /** The membership that it tells of. */
  readonly whom: string | null
  /** Whether it stands in the name of one who is no member any more, whose membership cannot be judged. */
  readonly former: boolean
}

/** A text and nothing else. */
export const plain: Omit<Writing, 'content'> = {
  kind: 0,
  allowed: null,
  flags: 0,
  marks: 0,
  extras: null,
  bundle: null,
  pollHours: null,
  answers: null,
  forwards: null,
  nonce: null,
  enforceNonce: false,
  said: null,
}
