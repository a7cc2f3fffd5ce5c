import { startCluster } from './cluster.ts'
import { startServer } from './server.ts'

/** A running system of whatever shape, as clients know it. */
export interface TestSystem {
  readonly origin: string
  remove(): Promise<void>
}

/** One process, or where `TEST_SHAPE` is `cluster`, two of each kind and a worker. */
export function startShape(): Promise<TestSystem> {
  return process.env['TEST_SHAPE'] === 'cluster' ? startCluster() : startServer()
}
