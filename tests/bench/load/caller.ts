import { connect } from 'node:net'

export interface Sent {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Empty for nobody. */
  readonly cookie: string
  readonly body?: string
}

/** A caller that costs little beside what it measures: one kept connection, one request at a time, the status alone read. */
export interface Caller {
  /** Resolves to the number of bytes once the whole answer is there. Rejects on anything but 200. */
  call(sent: Sent): Promise<number>
  close(): void
}

interface Waiting {
  resolve(bytes: number): void
  reject(error: Error): void
}

const headEnd = Buffer.from('\r\n\r\n')

/** Opens one connection to an HTTP server of this machine. */
export function openCaller(origin: string): Promise<Caller> {
  const { host, port } = new URL(origin)
  const socket = connect(Number(port), '127.0.0.1')
  socket.setNoDelay(true)
  let waiting: Waiting | null = null
  let head: Buffer | null = null
  let missing = 0
  let total = 0
  const settle = (error: Error | null) => {
    const one = waiting
    waiting = null
    head = null
    if (error) one?.reject(error)
    else one?.resolve(total)
  }
  const begin = (part: Buffer) => {
    head = head ? Buffer.concat([head, part]) : part
    const end = head.indexOf(headEnd)
    if (end < 0) return
    const text = head.toString('latin1', 0, end)
    const status = text.slice(9, 12)
    if (status !== '200') return settle(new Error(`an answer was ${status}: ${head.toString('utf8', end)}`))
    total = end + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1])
    missing = total - head.length
    if (missing <= 0) settle(null)
  }
  socket.on('data', (part: Buffer) => {
    if (missing <= 0) return begin(part)
    missing -= part.length
    if (missing <= 0) settle(null)
  })
  socket.on('error', settle)
  socket.on('close', () => settle(new Error('the connection was closed')))
  const call = ({ method, path, cookie, body = '' }: Sent) =>
    new Promise<number>((resolve, reject) => {
      waiting = { resolve, reject }
      missing = 0
      const kind = method === 'POST' ? 'content-type: application/json\r\n' : ''
      socket.write(
        `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\ncookie: ${cookie}\r\n${kind}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      )
    })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('connect', () => resolve({ call, close: () => socket.destroy() }))
  })
}

/** Opens `count` connections, lets `work` use them, and closes them. */
export async function withCallers<T>(
  origin: string,
  count: number,
  work: (open: readonly Caller[]) => Promise<T>,
): Promise<T> {
  const open = await Promise.all(Array.from({ length: count }, () => openCaller(origin)))
  try {
    return await work(open)
  } finally {
    for (const one of open) one.close()
  }
}
