import type { Configuration } from 'oidc-provider'
import type { Egress } from '@alles/platform/egress'

const mostBytes = 64 * 1024
const patienceMs = 5000

/** What the library takes for `fetch`: every request to an application goes through the one way out. */
export function fetchThrough(egress: Egress): NonNullable<Configuration['fetch']> {
  return async (input, init) => {
    const { body } = init ?? {}
    const url = String(input instanceof Request ? input.url : input)
    const answer = await egress.fetch({
      // Plain http is for applications on this very machine alone.
      destination: url.startsWith('http:') ? 'application-here' : 'application',
      url,
      method: init?.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init?.headers)),
      ...(body instanceof URLSearchParams && { body: body.toString() }),
      maxBytes: mostBytes,
      timeoutMs: patienceMs,
    })
    const empty = answer.status === 204 || answer.status === 304
    return new Response(empty ? null : Buffer.from(answer.body), {
      status: answer.status,
      headers: answer.headers,
    })
  }
}
