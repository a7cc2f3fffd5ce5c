import type { Bus } from '@alles/platform/events'
import type { Database } from '@alles/platform/postgres'
import type { Schema } from './database/types.ts'
import type { Keyring } from './keyring/keyring.ts'
import type { ValueCipher } from './sealing/value-cipher.ts'
import type { InstanceKeyFiles } from './wrapping/instance-key.ts'
import type { WrappingFiles } from './wrapping/wrapping-files.ts'
import type { WrappingKeys } from './wrapping/wrapping-keys.ts'

/** What the verbs of this service work with. */
export interface Keys {
  readonly directory: string
  readonly database: Database<Schema>
  readonly bus: Bus
  readonly instance: InstanceKeyFiles
  readonly files: WrappingFiles
  readonly wrapping: WrappingKeys
  readonly keyring: Keyring
  readonly cipher: ValueCipher
}
