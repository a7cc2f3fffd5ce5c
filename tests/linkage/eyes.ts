import type { GatewayFrame } from '../support/gateway.ts'
import { inLive, type Sql } from '../support/live-database.ts'
import type { TestServer } from '../support/server.ts'
import type { Face } from './faces.ts'
import type { Pair } from './world.ts'

export interface Seen {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- observations look into answers
  readonly body: any
}

export interface Asking {
  readonly method: string
  readonly path: string
  /** Who asks: an account, a bot by its token, or nobody. */
  readonly by?: Face | { readonly headers: Readonly<Record<string, string>> }
  readonly body?: unknown
  readonly form?: Readonly<Record<string, string>>
}

/** How observations look at the system. A planted leak changes what they see. */
export interface Eyes {
  ask(asking: Asking): Promise<Seen>
  bytes(path: string): Promise<Buffer>
  idOf(face: Face): string
  /** What the gateway told, of a pair that is looked at. */
  heard(frames: readonly GatewayFrame[], pair: Pair): readonly GatewayFrame[]
  /** Rows of a service's database, as whoever holds that database alone reads them. */
  rows<T>(service: string, read: (sql: Sql) => Promise<readonly T[]>): Promise<readonly T[]>
}

export function openEyes(server: TestServer): Eyes {
  return {
    async ask({ method, path, by, body, form }) {
      const type = form ? 'application/x-www-form-urlencoded' : 'application/json'
      const payload = form ? new URLSearchParams(form).toString() : JSON.stringify(body)
      const answer = await fetch(new URL(path, server.origin), {
        method,
        redirect: 'manual',
        headers: { ...by?.headers, ...((form || body !== undefined) && { 'content-type': type }) },
        ...((form || body !== undefined) && { body: payload }),
      })
      const text = await answer.text()
      const isJson = (answer.headers.get('content-type') ?? '').includes('json')
      return { status: answer.status, body: isJson ? JSON.parse(text) : text }
    },
    async bytes(path) {
      const answer = await fetch(new URL(path, server.origin))
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
      return Buffer.from(await answer.arrayBuffer())
    },
    idOf: (face) => face.id,
    heard: (frames) => frames,
    rows: (service, read) => inLive(server.directory, service, read),
  }
}

/** What an answer says that has to be a success. */
export function told(seen: Seen): Seen['body'] {
  if (seen.status >= 400) throw new Error(`answered ${seen.status}: ${JSON.stringify(seen.body)}`)
  return seen.body
}
