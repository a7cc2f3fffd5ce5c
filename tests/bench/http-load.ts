import { connect } from 'node:net'

/** A caller that costs little beside what it measures: one kept connection, one request at a time, the status alone read. */
export interface Caller {
  /** Sends one POST and resolves when its whole answer is there. Rejects on anything but 200. */
  post(body: string): Promise<void>
  close(): void
}

export interface CallerOptions {
  readonly origin: string
  readonly path: string
  readonly cookie: string
}

export function openCaller({ origin, path, cookie }: CallerOptions): Promise<Caller> {
  const { host, hostname, port } = new URL(origin)
  const head = `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncookie: ${cookie}\r\ncontent-type: application/json\r\ncontent-length: `
  const socket = connect(Number(port), hostname)
  socket.setNoDelay(true)
  let waiting: { resolve(): void; reject(error: Error): void } | null = null
  let received = ''
  const fail = (error: Error) => {
    waiting?.reject(error)
    waiting = null
  }
  socket.setEncoding('latin1').on('data', (part: string) => {
    received += part
    const end = received.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = Number(/content-length: (\d+)/i.exec(received)?.[1])
    if (received.length < end + 4 + length) return
    const status = received.slice(9, 12)
    received = ''
    if (status !== '200') return fail(new Error(`a send answered ${status}`))
    waiting?.resolve()
    waiting = null
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the connection was closed')))
  return new Promise((resolve) => {
    socket.once('connect', () =>
      resolve({
        post: (body) =>
          new Promise<void>((done, reject) => {
            waiting = { resolve: done, reject }
            socket.write(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`)
          }),
        close: () => socket.destroy(),
      }),
    )
  })
}
