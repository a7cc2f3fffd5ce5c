import { edgeRefusals, type Transport, type WireRequest } from '@alles/platform/contract'

/** There was no answer: no network, or nobody at the other end. Whether the request arrived is unknown. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('No answer', { cause })
    this.name = 'Unreachable'
  }
}

/** What a transport asks and tells of whoever it sends for. */
export interface TransportParts {
  /** Which of the person's accounts acts; null before anybody has signed in. */
  readonly account: () => string | null
  /** The server no longer knows the session. */
  readonly sessionEnded: () => void
  /** The session is another one's, or the account that acts is gone. */
  readonly faceLost: () => void
}

/**
 * Sends requests to our own origin with the session's cookie. Every request names the account that acts, so that every
 * tab keeps its face.
 */
export function createTransport({ account, sessionEnded, faceLost }: TransportParts): Transport {
  return async (request: WireRequest) => {
    const acting = account()
    const headers = new Headers({ accept: 'application/json' })
    if (acting !== null) headers.set('alles-account', acting)
    if (request.body !== undefined) headers.set('content-type', 'application/json')
    if (request.file) headers.set('content-type', request.file.type || 'application/octet-stream')
    const response = await answerTo(request, headers)
    if (acting !== null && acting === account()) {
      if (response.status === 401) sessionEnded()
      if (response.status === 403 && (await isUnknownAccount(response.clone()))) faceLost()
    }
    return response
  }
}

async function answerTo(request: WireRequest, headers: Headers): Promise<Response> {
  try {
    return await fetch(request.path, {
      method: request.method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(request.body !== undefined && { body: request.body }),
      ...(request.file && { body: request.file }),
    })
  } catch (cause) {
    throw new Unreachable(cause)
  }
}

async function isUnknownAccount(response: Response): Promise<boolean> {
  const body = (await response.json().catch(() => ({}))) as { code?: unknown }
  return body.code === edgeRefusals.unknown_account.code
}
