import { spawn, type ChildProcess } from 'node:child_process'
import { connect, createServer } from 'node:net'
import { findProgram } from './find-program.ts'

/** A NATS server of its own. */
export interface TestNats {
  /** For `ALLES_NATS_URL`. */
  readonly url: string
  readonly port: number
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>
  /** Starts it again on the same port. */
  start(): Promise<void>
}

export function findNatsServer(): Promise<string> {
  return findProgram({
    names: ['nats-server'],
    package: 'nats-server',
    variable: 'NATS_SERVER',
    without: 'tests of several processes need a NATS server',
  })
}

/** Starts a NATS server and waits until it answers. `args` are its own: `--user`, `--tls` … */
export async function startNats(args: readonly string[] = []): Promise<TestNats> {
  const program = await findNatsServer()
  const port = await freePort()
  let child: ChildProcess | null = null
  const kill = async () => {
    const running = child
    child = null
    if (!running || running.exitCode !== null) return
    const ended = new Promise((resolve) => running.once('close', resolve))
    running.kill('SIGKILL')
    await ended
  }
  const start = async () => {
    const started = spawn(program, ['-a', '127.0.0.1', '-p', String(port), ...args], { stdio: 'ignore' })
    child = started
    const orphan = () => started.kill('SIGKILL')
    process.once('exit', orphan)
    started.once('close', () => process.off('exit', orphan))
    await answers(port, started)
  }
  await start()
  return { url: `nats://127.0.0.1:${port}`, port, kill, start }
}

async function answers(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`the NATS server ended with ${child.exitCode}`)
    if (await isOpen(port)) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('the NATS server did not answer')
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (open: boolean) => {
      socket.destroy()
      resolve(open)
    }
    socket.once('data', () => end(true))
    socket.once('error', () => end(false))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
