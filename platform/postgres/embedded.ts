import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { PrintableError, type Log } from '../log/index.ts'
import { clusterEnvironment, openCluster, superuser, type Cluster } from './cluster.ts'
import type { ConnectionOptions } from './connection-options.ts'
import { waitUntilFree } from './cluster-lock.ts'

export interface EmbeddedOptions {
  /** Folder for the cluster; made where it does not exist. */
  readonly directory: string
  readonly log: Log
  /** Settings of PostgreSQL beyond ours, such as `fsync: 'off'` in tests. */
  readonly settings?: Readonly<Record<string, string>>
}

/** A private PostgreSQL that lives and dies with this process. */
export interface Embedded {
  /** As the superuser, over the Unix socket. */
  readonly admin: ConnectionOptions
  /** Process id of the postmaster; null while it is being started again. */
  pid(): number | null
  /** Shuts it down within 9 seconds. May be called again. */
  stop(): Promise<void>
}

const settings: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '128MB',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  // Values of rows stay out of the log: no statements, no parameters, no details, no errors of sessions at all.
  log_destination: 'stderr',
  logging_collector: 'off',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_checkpoints: 'off',
  log_line_prefix: '%e ',
}

/** Starts the embedded PostgreSQL, and again whenever it dies, until it is stopped. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const cluster = await openCluster(options.directory)
  const state: State = { cluster, options, child: null, stopping: false, restart: null }
  try {
    await startPatiently(state)
  } catch (error) {
    await cluster.removeSocket()
    throw error
  }
  let stopped: Promise<void> | undefined
  return {
    admin: {
      host: cluster.socket,
      port: 5432,
      user: superuser,
      password: cluster.password,
      database: 'postgres',
      tls: 'off',
    },
    pid: () => state.child?.pid ?? null,
    stop: () => (stopped ??= stop(state)),
  }
}

interface State {
  readonly cluster: Cluster
  readonly options: EmbeddedOptions
  child: ChildProcess | null
  stopping: boolean
  restart: Promise<void> | null
}

/** A predecessor's last backend may hold the shared memory for some seconds after its postmaster is gone. */
async function startPatiently(state: State): Promise<void> {
  const deadline = Date.now() + 15_000
  for (;;) {
    await waitUntilFree(state.cluster)
    const failure = await start(state)
    if (failure === null) return
    const heldYet = /shared memory|lock file/.test(failure)
    if (!heldYet || Date.now() > deadline || state.stopping)
      throw new PrintableError(`The embedded PostgreSQL does not start: ${failure}`)
    await pause(200)
  }
}

/** Null once it accepts connections; what it said last where it ended instead. */
function start(state: State): Promise<string | null> {
  const { cluster, options } = state
  const args = ['-D', cluster.data, '-k', cluster.socket]
  for (const [name, value] of Object.entries({ ...settings, ...options.settings }))
    args.push('-c', `${name}=${value}`)
  const [program = '', ...rest] = [...cluster.confinement.before, join(cluster.binaries, 'postgres'), ...args]
  const child = spawn(program, rest, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: clusterEnvironment,
    cwd: cluster.data,
    ...cluster.confinement.user,
  })
  state.child = child
  return new Promise((resolve) => {
    let ready = false
    let last = 'it ended without a word.'
    createInterface({ input: child.stderr }).on('line', (line) => {
      const said = parseLine(line)
      if (!said) return
      if (/ready to accept connections/.test(said.text)) {
        ready = true
        resolve(null)
      } else if (said.grave) {
        last = said.text
        options.log.warn('postgres.said', { code: said.code, reason: said.text })
      }
    })
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => {
      if (state.child === child) state.child = null
      if (!ready) return resolve(last)
      if (state.stopping) return
      options.log.error('postgres.died', { code: code ?? undefined, signal: signal ?? undefined })
      state.restart = restart(state)
    })
  })
}

async function restart(state: State): Promise<void> {
  for (let attempt = 1; !state.stopping; attempt += 1) {
    try {
      await startPatiently(state)
      state.options.log.info('postgres.restarted', { attempt })
      return
    } catch (error) {
      state.options.log.error('postgres.restart_failed', { attempt, error })
      await pause(Math.min(5000, 250 * 2 ** attempt))
    }
  }
}

async function stop(state: State): Promise<void> {
  state.stopping = true
  await end(state.child)
  await state.restart
  // One that was just being started again.
  await end(state.child)
  await state.cluster.removeSocket()
}

async function end(child: ChildProcess | null): Promise<void> {
  if (!child) return
  child.kill('SIGINT')
  if (await ended(child, 8000)) return
  child.kill('SIGQUIT')
  if (await ended(child, 1000)) return
  child.kill('SIGKILL')
  await ended(child, 1000)
}

function ended(child: ChildProcess, within: number): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(true)
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), within)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** `57P03 FATAL:  the database system is starting up`. Refused sign-ins and the like are not grave. */
function parseLine(line: string): { code: string; text: string; grave: boolean } | null {
  const match = /^(\w{5}) (\w+):\s+(.*)$/.exec(line)
  if (!match) return /^(postgres|unshare|setpriv): /.test(line) ? { code: '', text: line, grave: true } : null
  const [, code = '', level, text = ''] = match
  const session = /^(57P|28|3D|53300)/.test(code)
  return { code, text, grave: (level === 'FATAL' || level === 'PANIC') && !session }
}
