import { inject } from 'vitest'
import { Secret } from '../contract/index.ts'
import type { ConnectionOptions } from '../postgres/index.ts'

/** The PostgreSQL of this test run, as the global setup hands it to the tests. */
export interface TestServer {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly passwordsFile: string
}

/** As the administrator of the run's server. */
export function testAdmin(): ConnectionOptions {
  const { host, port, user, password } = inject('postgres')
  return { host, port, user, password: new Secret(password), database: 'postgres', tls: 'off' }
}

export function testPasswordsFile(): string {
  return inject('postgres').passwordsFile
}
