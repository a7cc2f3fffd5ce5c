import type { Dispatch } from '@alles/chat/contract'
import { dispatchFrame, type Frame } from './frame.ts'
import { mayReadContent, withoutContent, type WireMessage } from './message-content.ts'

/** Who receives, as far as the variant of a frame depends on it. */
export interface Reader {
  readonly accountId: string
  /** Whether every message's content may be read; false for bots without the intent MESSAGE_CONTENT. */
  readonly readsContent: boolean
}

/** The few frames of one event, each made when somebody needs it first. */
export class EventFrames {
  readonly #t: string
  readonly #d: object
  readonly #message: WireMessage | null
  #whole: Frame | undefined
  readonly #redacted: (Frame | undefined)[] = []

  constructor(dispatch: Pick<Dispatch, 't' | 'd'>) {
    this.#t = dispatch.t
    this.#d = dispatch.d
    this.#message = dispatch.t === 'MESSAGE_CREATE' || dispatch.t === 'MESSAGE_UPDATE' ? dispatch.d : null
  }

  /** The frame for one receiver: those of bots without the intent hold no content. */
  for(reader: Reader): Frame {
    const message = this.#message
    return message === null || reader.readsContent || message.guild_id === undefined
      ? this.#forMost()
      : this.#without(message, reader.accountId)
  }

  #forMost(): Frame {
    this.#whole ??= dispatchFrame(this.#t, JSON.stringify(this.#d))
    return this.#whole
  }

  #without(message: WireMessage, accountId: string): Frame {
    const keepsOwn = mayReadContent(message, accountId)
    const answered = message.referenced_message
    const keepsAnswered = !answered || mayReadContent(answered, accountId)
    if (keepsOwn && keepsAnswered) return this.#forMost()
    const variant = (keepsOwn ? 1 : 0) + (keepsAnswered ? 2 : 0)
    const known = this.#redacted[variant]
    if (known) return known
    const body = keepsOwn ? message : withoutContent(message)
    const shown =
      answered && !keepsAnswered ? { ...body, referenced_message: withoutContent(answered) } : body
    const made = dispatchFrame(this.#t, JSON.stringify(shown))
    this.#redacted[variant] = made
    return made
  }
}
