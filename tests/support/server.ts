import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** A running server: its own process, its own data directory. */
export interface TestServer {
  readonly origin: string
  readonly port: number
  readonly directory: string
  readonly process: ChildProcess
  /** What it printed so far. */
  output(): string
  /** Ends it as an operator would; resolves to its exit status. */
  stop(): Promise<number | null>
  /** Kills the server process alone, at once. */
  kill(): Promise<void>
  /** Starts again on the same data directory and port. */
  restart(): Promise<TestServer>
  /** Stops it and deletes its data. */
  remove(): Promise<void>
}

export interface ServerOptions {
  readonly directory?: string
  readonly port?: number
  readonly env?: Readonly<Record<string, string>>
  /** How long the start may take, milliseconds; a minute unless said otherwise. */
  readonly patience?: number
}

/** Starts a server and waits until it says it is ready. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'alles-test-')))
  const port = options.port ?? (await freePort())
  const started = launch(directory, port, options.env ?? {})
  const origin = `http://localhost:${port}`
  await waitReady(origin, started, options.patience ?? 60_000)
  const server: TestServer = {
    origin,
    port,
    directory,
    process: started.child,
    output: started.output,
    stop: () => end(started, 'SIGTERM'),
    kill: async () => {
      await end(started, 'SIGKILL')
    },
    restart: () => startServer({ ...options, directory, port }),
    remove: async () => {
      await end(started, 'SIGTERM')
      await rm(directory, { recursive: true, force: true })
    },
  }
  return server
}

interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  output(): string
}

/** Starts the program without waiting for anything: for starts that are meant to fail. */
export function launch(directory: string, port: number, env: Readonly<Record<string, string>>): Started {
  const child = spawn(process.execPath, ['apps/server/main.ts'], {
    cwd: root,
    env: { ...withoutSettings(), ALLES_DATA_DIR: directory, ALLES_PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const parts: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (part: string) => parts.push(part))
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      process.off('exit', kill)
      resolve(code)
    })
  })
  return { child, ended, output: () => parts.join('') }
}

async function end(started: Started, signal: NodeJS.Signals): Promise<number | null> {
  if (started.child.exitCode === null && started.child.signalCode === null) started.child.kill(signal)
  return started.ended
}

async function waitReady(origin: string, started: Started, patience: number): Promise<void> {
  const deadline = Date.now() + patience
  let over = false
  void started.ended.then(() => (over = true))
  while (Date.now() < deadline && !over) {
    const ready = await fetch(`${origin}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ready) return
    await pause(25)
  }
  await end(started, 'SIGKILL')
  throw new Error(`The server did not become ready. It printed:\n${started.output()}`)
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** A port nothing listens on right now. */
export function freePort(): Promise<number> {
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

/** This process's environment without settings of ours, so that a developer's own do not leak into tests. */
function withoutSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ALLES_')))
}
