import { connect, createServer, type Socket } from 'node:net'

/** A way to a port of this machine that can be stopped up: what is sent afterwards is taken and goes nowhere. */
export interface Hole {
  readonly port: number
  stopUp(): void
  close(): Promise<void>
}

export async function digHole(to: number): Promise<Hole> {
  const sockets = new Set<Socket>()
  let open = true
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1')
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => {
        if (open) into.write(bytes)
      })
      from.on('error', () => undefined)
      from.on('close', () => into.destroy())
    }
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
  return {
    port,
    stopUp: () => void (open = false),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
