import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { clientFrame, FrameReader } from './frames.ts'
import { percentile } from './measure.ts'

/**
 * Opens COUNT sockets to URL in a process of its own and counts frames, so that receiving does not cost the sender.
 * Arguments: URL, COUNT.
 * Answers commands on standard input, one line each:
 *   cookies C …  who they are, taken in turns; says `done`. Without it they are plain sockets
 *   open    connects all; says `ready MILLISECONDS` once each session has READY and its guilds
 *   count   says `frames N P50 P99 MAX`: frames since the last `reset`, and how late the marked ones came, ms
 *   reset   forgets both; says `done`
 *   drop    destroys every socket at once; says `done`
 */
const [url = '', count = '0'] = process.argv.slice(2)
const { hostname, port, pathname, search } = new URL(url)
const identify = clientFrame({ op: 2, d: { token: '', properties: {} } })
/** In a message: when it was sent, microseconds since 1970. */
const mark = Buffer.from('"content":"sent ')
/** Looking into a frame costs; a few sockets are as late as all. */
const looksInto = 16
let frames = 0
let late: number[] = []
let sockets: Socket[] = []
let cookies: string[] = []

function open(number: number): Promise<void> {
  const cookie = cookies.length === 0 ? null : cookies[number % cookies.length]
  const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname)
  socket.setNoDelay(true)
  sockets.push(socket)
  const head = cookie === null ? '' : `cookie: ${cookie}\r\n`
  socket.write(
    `GET ${pathname}${search} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nupgrade: websocket\r\nconnection: upgrade\r\n` +
      `sec-websocket-version: 13\r\nsec-websocket-key: ${randomBytes(16).toString('base64')}\r\n${head}\r\n`,
  )
  return new Promise((resolve, reject) => {
    const begin = new Beginning(socket, cookie !== null, resolve)
    const reader = new FrameReader((payload) => {
      if (!begin.done) return begin.hear(payload)
      frames += 1
      if (number % looksInto === 0) look(payload)
    })
    let upgraded = false
    socket.on('data', (part: Buffer) => {
      if (upgraded) return reader.take(part)
      const end = part.indexOf('\r\n\r\n')
      if (end < 0 || !part.toString('latin1', 0, 20).includes(' 101 '))
        return reject(new Error(part.toString('latin1', 0, 200)))
      upgraded = true
      if (!begin.proves) begin.finish()
      if (part.length > end + 4) reader.take(part.subarray(end + 4))
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('a socket was closed before its session stood')))
  })
}

/** From Hello to the last guild that READY named. */
class Beginning {
  done = false
  readonly proves: boolean
  readonly #socket: Socket
  readonly #resolve: () => void
  #guilds = -1

  constructor(socket: Socket, proves: boolean, resolve: () => void) {
    this.#socket = socket
    this.proves = proves
    this.#resolve = resolve
  }

  hear(payload: Buffer): void {
    const start = payload.toString('latin1', 0, 80)
    if (start.includes('"op":10')) this.#socket.write(identify)
    else if (start.includes('"op":9') || start.includes('"op":7'))
      throw new Error('a session was refused while it began')
    else if (start.includes('"READY"'))
      this.#guilds = (JSON.parse(payload.toString()) as { d: { guilds: unknown[] } }).d.guilds.length
    else if (start.includes('"GUILD_CREATE"')) this.#guilds -= 1
    if (this.#guilds === 0) this.finish()
  }

  finish(): void {
    this.done = true
    this.#resolve()
  }
}

function look(payload: Buffer): void {
  const at = payload.indexOf(mark)
  if (at < 0) return
  const from = at + mark.length
  late.push(
    performance.timeOrigin + performance.now() - Number(payload.toString('latin1', from, from + 16)) / 1000,
  )
}

async function openAll(): Promise<string> {
  const start = performance.now()
  const all: Promise<void>[] = []
  for (let number = 0; number < Number(count); number += 1) {
    all.push(open(number))
    // As many as the server's queue of connections takes; the kernel would turn others away for a second.
    if (number % 100 === 99) await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(all)
  return `ready ${performance.now() - start}`
}

createInterface({ input: process.stdin }).on('line', (line) => {
  void answer(line).then((text) => console.log(text))
})

async function answer(line: string): Promise<string> {
  if (line === 'open') return openAll()
  if (line === 'count')
    return `frames ${frames} ${percentile(late, 0.5)} ${percentile(late, 0.99)} ${percentile(late, 1)}`
  const [command, ...given] = line.split(' ')
  if (command === 'cookies') cookies = given
  if (command === 'drop') {
    const all = sockets
    sockets = []
    for (const one of all) one.destroy()
  }
  frames = 0
  late = []
  return 'done'
}
