import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'

export interface Balancer {
  readonly origin: string
  readonly port: number
  close(): Promise<void>
}

/** Ports that answer one kind of request, asked in turn. */
export interface Pools {
  readonly api: readonly number[]
  readonly gateway: readonly number[]
}

/**
 * A load balancer as small as one can be: calls go to one of the api processes, sockets to one of the gateways, in turn,
 * and past those that do not take connections.
 */
export async function startBalancer(pools: Pools): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true })
  const turns = { api: 0, gateway: 0 }
  const inTurn = (pool: keyof Pools) => {
    const ports = pools[pool]
    turns[pool] += 1
    return ports.map((_, index) => ports[(turns[pool] + index) % ports.length] ?? 0)
  }
  const sockets = new Set<Duplex>()
  const server = createServer((asked, answer) => forward(agent, inTurn('api'), { asked, answer }))
  server.on('upgrade', (asked, socket, head) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    void join(inTurn('gateway'), { asked, socket, head })
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
  return {
    port,
    origin: `http://localhost:${port}`,
    close: () =>
      new Promise((resolve) => {
        agent.destroy()
        server.close(() => resolve())
        server.closeAllConnections()
        for (const socket of sockets) socket.destroy()
      }),
  }
}

interface Call {
  readonly asked: IncomingMessage
  readonly answer: ServerResponse
}

/** A process that dies while it answers breaks the call; only one that was not reached is passed over. */
function forward(agent: Agent, [port, ...others]: number[], { asked, answer }: Call): void {
  if (port === undefined) return void answer.writeHead(502).end()
  const { method, url, headers } = asked
  const sent = request({ agent, host: '127.0.0.1', port, method, path: url, headers }, (given) => {
    answer.writeHead(given.statusCode ?? 502, given.rawHeaders)
    given.pipe(answer)
    given.once('error', () => answer.destroy())
  })
  sent.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNREFUSED' && !answer.headersSent) forward(agent, others, { asked, answer })
    else answer.destroy()
  })
  sent.on('socket', (socket: Socket) => {
    // The body is read once, by whoever takes the connection.
    if (!socket.connecting) asked.pipe(sent)
    else socket.once('connect', () => asked.pipe(sent))
  })
}

interface Upgrade {
  readonly asked: IncomingMessage
  readonly socket: Duplex
  readonly head: Buffer
}

async function join(ports: readonly number[], { asked, socket, head }: Upgrade): Promise<void> {
  const onward = await firstToAnswer(ports)
  if (!onward) return void socket.destroy()
  const lines = [`${asked.method} ${asked.url} HTTP/1.1`]
  for (let at = 0; at < asked.rawHeaders.length; at += 2)
    lines.push(`${asked.rawHeaders[at]}: ${asked.rawHeaders[at + 1]}`)
  onward.write(`${lines.join('\r\n')}\r\n\r\n`)
  onward.write(head)
  onward.pipe(socket)
  socket.pipe(onward)
  for (const one of [onward, socket]) {
    const end = () => {
      onward.destroy()
      socket.destroy()
    }
    one.once('error', end)
    one.once('close', end)
  }
}

async function firstToAnswer(ports: readonly number[]): Promise<Socket | null> {
  for (const port of ports) {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true })
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    if (open) return socket
  }
  return null
}
