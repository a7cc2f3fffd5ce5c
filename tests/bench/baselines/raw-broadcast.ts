import { WebSocketServer } from 'ws'

/**
 * The baseline of delivery: a bare `ws` server that sends one Buffer to every socket. Arguments: PORT. For each line
 * `BYTES TIMES` on standard input it broadcasts a frame of that size that often, then says `done`.
 */
const server = new WebSocketServer({
  port: Number(process.argv[2]),
  host: '127.0.0.1',
  perMessageDeflate: false,
})
server.once('listening', () => console.log('ready'))

process.stdin.setEncoding('utf8').on('data', (text: string) => {
  const [bytes = 0, times = 0] = text.trim().split(' ').map(Number)
  void broadcast(Buffer.alloc(bytes, 'x'), times)
})

async function broadcast(frame: Buffer, times: number): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) {
    for (const socket of server.clients) socket.send(frame, { binary: false })
    await new Promise((resolve) => setImmediate(resolve))
  }
  console.log('done')
}
