import { STATUS_CODES } from 'node:http'
import {
  edgeRefusals,
  type FieldFault,
  type Protocol,
  type Refusal,
  type RefusalKind,
} from '../contract/index.ts'

export interface RefusalAnswer {
  readonly status: number
  readonly mediaType: string
  readonly body: string
}

/** Gives a refusal the shape of the protocol that was spoken. */
export function refusalAnswer(protocol: Protocol, refusal: Refusal, requestId: string): RefusalAnswer {
  const body = protocol === 'discord' ? discordBody(refusal) : problem(refusal, requestId)
  const mediaType = protocol === 'discord' ? 'application/json' : 'application/problem+json'
  return { status: refusal.kind.status, mediaType, body: JSON.stringify(body) }
}

/** RFC 9457. */
function problem({ kind, details }: Refusal, requestId: string): object {
  return {
    type: 'about:blank',
    title: STATUS_CODES[kind.status] ?? 'Error',
    status: kind.status,
    detail: kind.sentence,
    code: kind.code,
    request_id: requestId,
    ...details.counts,
    ...(details.faults && { faults: details.faults }),
    ...(details.retryAfter !== undefined && { retry_after: seconds(details.retryAfter) }),
  }
}

/** https://discord.com/developers/docs/reference#error-messages */
function discordBody({ kind, details }: Refusal): object {
  if (kind.status === 429)
    return {
      message: kind.sentence,
      retry_after: seconds(details.retryAfter ?? 1),
      global: details.global === true,
    }
  return {
    message: discordSentence(kind),
    code: kind.discord,
    ...details.counts,
    ...(details.faults && { errors: nestedErrors(details.faults) }),
    ...(details.retryAfter !== undefined && { retry_after: seconds(details.retryAfter) }),
  }
}

/** What the edge itself refuses, Discord says in these words. */
function discordSentence(kind: RefusalKind): string {
  const own = Object.values<RefusalKind>(edgeRefusals).some((one) => one.sentence === kind.sentence)
  if (!own) return kind.sentence
  if (kind.code === edgeRefusals.invalid_input.code) return 'Invalid Form Body'
  return kind.discord === 0 ? `${kind.status}: ${STATUS_CODES[kind.status] ?? 'Error'}` : kind.sentence
}

/** Where Discord's tree keeps the faults of a level. */
const here = '_errors'

interface ErrorNode {
  [field: string]: ErrorNode | { code: string; message: string }[]
}

/** Discord's tree: one level per step of the path, and `_errors` where the fault is. */
function nestedErrors(faults: readonly FieldFault[]): ErrorNode {
  const root = newNode()
  for (const fault of faults) {
    let node = root
    for (const step of fault.path) {
      const next = node[step]
      if (next !== undefined && !Array.isArray(next)) {
        node = next
        continue
      }
      const made = newNode()
      node[step] = made
      node = made
    }
    const before = node[here]
    const entry = { code: 'INVALID_VALUE', message: fault.sentence }
    node[here] = Array.isArray(before) ? [...before, entry] : [entry]
  }
  return root
}

/** Without a prototype: the steps of a path are words from outside. */
function newNode(): ErrorNode {
  return Object.create(null) as ErrorNode
}

function seconds(value: number): number {
  return Math.max(0, Math.round(value * 1000) / 1000)
}
