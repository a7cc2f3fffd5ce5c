import { Pool } from 'undici'

/** A request as it goes over the wire: nothing of it is tidied up. */
export interface WireRequest {
  readonly method: string
  /** Path and query, encoded. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer | undefined
}

export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

export interface Wire {
  ask(request: WireRequest): Promise<WireAnswer>
  close(): Promise<void>
}

/** Asks as a program does that takes no care of what it sends. */
export function openWire(origin: string, connections = 6): Wire {
  const pool = new Pool(origin, { connections })
  return {
    async ask({ method, path, headers = {}, body = null }) {
      const answer = await pool.request({ method, path, headers, body })
      return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() }
    },
    close: () => pool.close(),
  }
}
