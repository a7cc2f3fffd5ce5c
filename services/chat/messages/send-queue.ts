import type { Draft, SendOutcome } from './write-group.ts'

/** A message on its way, and whoever waits for it. */
export interface Send {
  readonly draft: Draft
  readonly resolve: (outcome: SendOutcome) => void
  readonly reject: (error: unknown) => void
  /** How often its id came too late. */
  readonly attempts: number
}

/** Messages that wait for a group to go out. */
export interface SendQueue {
  /** False where too many are waiting. */
  add(send: Send): boolean
  /** Puts one back to the front. */
  addFirst(send: Send): void
  /** The next group, in the order of asking. A nonce stands in a group once: the next one looks for what it wrote. */
  take(): readonly Send[]
}

const largestGroup = 256
const longestQueue = 8192

export function createSendQueue(): SendQueue {
  let waiting: Send[] = []
  return {
    add(send) {
      if (waiting.length >= longestQueue) return false
      waiting.push(send)
      return true
    },
    addFirst(send) {
      waiting.unshift(send)
    },
    take() {
      const group: Send[] = []
      const left: Send[] = []
      const nonces = new Set<string>()
      for (const send of waiting)
        if (group.length < largestGroup && isNew(send, nonces)) group.push(send)
        else left.push(send)
      waiting = left
      return group
    },
  }
}

function isNew({ draft }: Send, nonces: Set<string>): boolean {
  if (draft.nonce === null) return true
  const before = nonces.size
  nonces.add(Buffer.from(draft.nonce.hash).toString('base64'))
  return nonces.size > before
}
