/**
 * What a message has beyond its columns, one bit each. `reactions`, `poll` and `edits` hang from it in other tables: who
 * adds the first sets the bit, who removes the last clears it, so that nobody looks there for what is not there.
 */
export const marks = {
  reactions: 1,
  pinned: 2,
  poll: 4,
  edits: 8,
  /** Read aloud by clients that do that. */
  tts: 16,
} as const
