import type { PartialEmoji } from '../contract/index.ts'

/** What a message keeps of a poll, sealed. */
export interface StoredPoll {
  readonly question: string
  readonly answers: readonly StoredAnswer[]
  /** Whether several answers may be chosen. */
  readonly several: boolean
  readonly hours: number
}

/** Its number on the wire is its place, from 1. */
export interface StoredAnswer {
  readonly text?: string
  readonly emoji?: PartialEmoji
  /** The random id that votes for it are kept by. */
  readonly choice: string
}
