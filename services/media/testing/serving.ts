import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo } from 'node:net'
import { testCertificate } from '@alles/platform/testing'
import { afterEach } from 'vitest'

let servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** Serves on a port of this machine until the test ends. */
export async function serving(answer: RequestListener, secure = false): Promise<number> {
  const server = secure ? createSecure(testCertificate, answer) : createServer(answer)
  servers = [...servers, server]
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}

export const html =
  (body: string): RequestListener =>
  (_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(body)
  }
