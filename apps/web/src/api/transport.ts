import type { Transport, WireRequest } from '@alles/platform/contract'

/** There was no answer: no network, or nobody at the other end. Whether the request arrived is unknown. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('No answer', { cause })
    this.name = 'Unreachable'
  }
}

/**
 * Sends requests to our own origin with the session's cookie. `account` says which of the person's accounts acts, so
 * that every tab keeps its face; `sessionEnded` is called when the server no longer knows the session.
 */
export function createTransport(account: () => string | null, sessionEnded: () => void): Transport {
  return async (request: WireRequest) => {
    const acting = account()
    const headers = new Headers({ accept: 'application/json' })
    if (acting !== null) headers.set('alles-account', acting)
    if (request.body !== undefined) headers.set('content-type', 'application/json')
    const response = await answerTo(request, headers)
    if (response.status === 401 && acting !== null && acting === account()) sessionEnded()
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
    })
  } catch (cause) {
    throw new Unreachable(cause)
  }
}
