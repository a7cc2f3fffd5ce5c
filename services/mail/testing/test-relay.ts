import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface Received {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: Buffer
}

/** A real SMTP server on this machine that keeps what it is sent. */
export interface TestRelay {
  readonly port: number
  readonly received: Received[]
  /** How recipients are answered: null takes them. */
  refuse: { code: number; message: string } | null
  /** How a message is answered: null takes it. */
  refuseMessage: { code: number; message: string } | null
  stop(): Promise<void>
}

export async function startRelay(port = 0, options: SMTPServerOptions = {}): Promise<TestRelay> {
  const received: Received[] = []
  const state: Pick<TestRelay, 'refuse' | 'refuseMessage'> = { refuse: null, refuseMessage: null }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: (_address, _session, done) => done(state.refuse && answer(state.refuse)),
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        if (state.refuseMessage) return done(answer(state.refuseMessage))
        const from = envelope.mailFrom ? envelope.mailFrom.address : ''
        const to = envelope.rcptTo.map(({ address }) => address)
        received.push({ from, to, raw: Buffer.concat(parts) })
        return done()
      })
    },
    ...options,
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return Object.assign(state, {
    port: (server.server.address() as AddressInfo).port,
    received,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  })
}

function answer({ code, message }: { code: number; message: string }): Error {
  return Object.assign(new Error(message), { responseCode: code })
}
