import { WebSocket } from 'ws'

/**
 * Opens COUNT sockets to URL in a process of its own and counts frames, so that receiving does not cost the sender.
 * Arguments: URL, COUNT, COOKIE (empty for a plain socket). Says `ready` when all stand; answers every `count` on
 * standard input with the number of frames so far.
 */
const [url = '', count = '0', cookie = ''] = process.argv.slice(2)
let frames = 0
let standing = 0
const sockets: WebSocket[] = []

function settled(): void {
  standing += 1
  if (standing === Number(count)) console.log('ready')
}

for (let number = 0; number < Number(count); number += 1) {
  const socket = new WebSocket(url, cookie === '' ? {} : { headers: { cookie } })
  sockets.push(socket)
  let isReady = cookie === ''
  if (isReady) socket.once('open', settled)
  socket.on('message', (data: Buffer) => {
    if (isReady) {
      frames += 1
      return
    }
    const { op, t } = JSON.parse(data.toString()) as { op: number; t: string | null }
    if (op === 10) socket.send(JSON.stringify({ op: 2, d: { token: '', properties: {} } }))
    if (t === 'GUILD_CREATE') {
      isReady = true
      settled()
    }
  })
  socket.on('error', (error) => {
    console.log(`error ${error.message}`)
    process.exit(1)
  })
  if (number % 50 === 49) await new Promise((resolve) => setTimeout(resolve, 20))
}

process.stdin.setEncoding('utf8').on('data', (text: string) => {
  if (text.includes('count')) console.log(`frames ${frames}`)
  if (text.includes('end')) process.exit(0)
})
