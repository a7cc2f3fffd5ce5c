import { createServer } from 'node:net'
import { startMail, type RunningMail } from './start-mail.ts'
import { startRelay, type TestRelay } from './test-relay.ts'

/** Mail and relays that a test starts, and ends with `stop`. */
export interface Post {
  relay(port?: number): Promise<TestRelay>
  mailTo(smtpUrl?: string): Promise<RunningMail>
  withRelay(): Promise<{ running: RunningMail; relay: TestRelay }>
  stop(): Promise<void>
}

export function createPost(): Post {
  const stops: (() => Promise<void>)[] = []
  const post: Post = {
    async relay(port) {
      const relay = await startRelay(port)
      stops.push(() => relay.stop())
      return relay
    },
    async mailTo(smtpUrl) {
      const running = await startMail(smtpUrl === undefined ? {} : { smtpUrl })
      stops.push(() => running.stop())
      return running
    },
    async withRelay() {
      const relay = await post.relay()
      return { running: await post.mailTo(`smtp://127.0.0.1:${relay.port}`), relay }
    },
    async stop() {
      for (const stop of stops.splice(0).toReversed()) await stop()
    },
  }
  return post
}

/** A port on which nobody listens, for now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  return typeof address === 'object' && address ? address.port : 0
}

/** How far each mail is, in the order in which they were asked for. */
export async function states(running: RunningMail) {
  return running.admin<
    { state: string; attempts: number; last_fault: string | null; content: Buffer | null }[]
  >`select state, attempts, last_fault, content from outgoing order by created_at, id`
}
