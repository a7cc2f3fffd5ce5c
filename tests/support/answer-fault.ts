import { edgeRefusals, type Call, type Protocol, type RefusalKind } from '@alles/platform/contract'
import type { WireAnswer } from './wire.ts'

/** Words that only the inside of the program knows. */
const internals =
  /node_modules|\.ts\b|\/work\/|at (async )?\w+ \(|postgres|relation "|syntax error|SELECT |insert into|TypeError|RangeError|ZodError|FST_ERR|ERR_[A-Z]|undefined/

/**
 * What is wrong with the way a request was answered; null where it was done, or refused in the protocol's shape with
 * a code the contract names.
 */
export function answerFault(protocol: Protocol, answer: WireAnswer, call?: Call): string | null {
  const { status, text } = answer
  if (status >= 200 && status < 300) return null
  if (status < 400 || status > 499) return `${status} is neither done nor refused`
  if (internals.test(text)) return 'the inside shows'
  const body = parsed(text)
  if (body === null) return 'no JSON'
  return protocol === 'discord' ? discordFault(answer, body, call) : problemFault(answer, body, call)
}

type Body = Readonly<Record<string, unknown>>

function parsed(text: string): Body | null {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? (body as Body) : null
  } catch {
    return null
  }
}

function problemFault({ status, headers }: WireAnswer, body: Body, call: Call | undefined): string | null {
  if (headers['content-type'] !== 'application/problem+json') return `type ${String(headers['content-type'])}`
  if (body.status !== status) return 'another status in the body'
  if (typeof body.detail !== 'string' || typeof body.title !== 'string') return 'no sentence'
  if (typeof body.request_id !== 'string' || body.request_id !== headers['x-request-id'])
    return 'no request_id'
  const known = kindsOf(call).some((kind) => kind.code === body.code && kind.status === status)
  return known ? null : `the code ${String(body.code)} is not in the contract`
}

function discordFault({ status, headers }: WireAnswer, body: Body, call: Call | undefined): string | null {
  if (headers['content-type'] !== 'application/json') return `type ${String(headers['content-type'])}`
  if (typeof body.message !== 'string' || body.message === '') return 'no message'
  if (status === 429) return typeof body.retry_after === 'number' ? null : 'no retry_after'
  const known = kindsOf(call).some((kind) => kind.discord === body.code && kind.status === status)
  return known ? null : `the code ${String(body.code)} is not in the contract`
}

function kindsOf(call: Call | undefined): RefusalKind[] {
  return [...Object.values(edgeRefusals), ...(call?.refuses ?? [])]
}
