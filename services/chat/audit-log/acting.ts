import { edgeRefusals, refuse } from '@alles/platform/contract'
import type { Actor, Exchange } from '@alles/platform/http'

/** Somebody who acts, and says why. */
export interface Acting extends Actor {
  readonly reason?: string | null
}

const longestReason = 512

/** Who sends a request, with the reason in its header, which is percent-encoded. */
export function acting(exchange: Exchange): Acting {
  return { ...exchange.actor, reason: reasonIn(exchange.header('x-audit-log-reason')) }
}

function reasonIn(header: string | undefined): string | null {
  const reason = decoded(header ?? '').trim()
  if (Array.from(reason).length > longestReason)
    refuse(edgeRefusals.invalid_input, {
      faults: [{ path: ['reason'], sentence: `has at most ${longestReason} characters` }],
    })
  return reason === '' ? null : reason
}

/** What is not percent-encoded stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
