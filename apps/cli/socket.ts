import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'

/** Asks the running server; null when none answers at `path`. */
export function askServer(path: string, command: string, input: unknown): Promise<IncomingMessage | null> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath: path, method: 'POST', path: '/' }, resolve)
    asking.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null)
      else reject(error)
    })
    asking.end(JSON.stringify({ command, input }))
  })
}
