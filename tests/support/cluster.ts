import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '@alles/platform/log'
import { postgresUrl, startEmbedded } from '@alles/platform/postgres'
import { startNats, type TestNats } from '@alles/platform/testing/programs'
import { startBalancer } from './balancer.ts'
import { freePort, startServer, type TestServer } from './server.ts'

/**
 * Ports that other tests do not choose while these processes start, which takes its time: below those that the system
 * hands out, and of this process alone.
 */
async function ownPorts(count: number): Promise<number[]> {
  const ports: number[] = []
  for (let port = 20_000 + (process.pid % 500) * 20; ports.length < count; port += 1)
    if (await isFree(port)) ports.push(port)
  return ports
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/** Two api, two gateway and one worker process over one NATS server and one PostgreSQL, behind a load balancer. */
export interface TestCluster {
  /** Of the load balancer: what clients know. */
  readonly origin: string
  readonly apis: readonly [TestServer, TestServer]
  readonly gateways: readonly [TestServer, TestServer]
  readonly worker: TestServer
  readonly nats: TestNats
  /** One more process of a role, which the load balancer does not know. */
  startAnother(role: string, env?: Readonly<Record<string, string>>): Promise<TestServer>
  /** What all of them printed. */
  output(): string
  /** Stops everything and deletes its data. */
  remove(): Promise<void>
}

export async function startCluster(env: Readonly<Record<string, string>> = {}): Promise<TestCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'alles-cluster-'))
  const [postgres, nats] = await Promise.all([
    startEmbedded({
      directory: join(folder, 'postgres'),
      log: silentLog,
      settings: { max_connections: '300' },
    }),
    startNats(),
  ])
  const [api1 = 0, api2 = 0, gateway1 = 0, gateway2 = 0, workerPort = 0] = await ownPorts(5)
  const balancer = await startBalancer({ api: [api1, api2], gateway: [gateway1, gateway2] })
  const start = (role: string, port: number, more: Readonly<Record<string, string>> = {}) =>
    startServer({
      directory: join(folder, 'data'),
      port,
      patience: 150_000,
      env: {
        ALLES_POSTGRES_URL: postgresUrl(postgres.admin).reveal(),
        ALLES_NATS_URL: nats.url,
        ALLES_PUBLIC_URL: balancer.origin,
        ALLES_ROLES: role,
        ...env,
        ...more,
      },
    })
  const [one, two, three, four, worker] = await Promise.all([
    start('api', api1),
    start('api', api2),
    start('gateway', gateway1),
    start('gateway', gateway2),
    start('worker', workerPort),
  ])
  const all = [one, two, three, four, worker]
  return {
    origin: balancer.origin,
    apis: [one, two],
    gateways: [three, four],
    worker,
    nats,
    startAnother: async (role, more) => start(role, await freePort(), more),
    output: () => all.map((server) => server.output()).join('\n'),
    async remove() {
      await balancer.close()
      await Promise.all(all.map((server) => server.remove()))
      await nats.kill()
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
