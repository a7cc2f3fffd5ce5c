import { defineService, type Parts } from '@alles/platform/service'
import { catalogue } from './catalogue.ts'
import * as contract from './contract/index.ts'
import type { Schema } from './database/types.ts'
import { examine } from './doctor/examine.ts'
import type { Keys } from './keys.ts'
import { createKeys } from './keyring/create-keys.ts'
import { destroyKeys } from './keyring/destroy-keys.ts'
import { createKeyring } from './keyring/keyring.ts'
import { createBlindIndex } from './lookup/blind-index.ts'
import { keyedIndex } from './lookup/keyed-index.ts'
import { openValues, sealValues } from './sealing/seal-values.ts'
import { createValueCipher } from './sealing/value-cipher.ts'
import { createInstanceKeyFiles } from './wrapping/instance-key.ts'
import { prepareDirectory } from './wrapping/prepare-directory.ts'
import { rotate } from './wrapping/rotate.ts'
import { sweep } from './wrapping/sweep.ts'
import { createWrappingFiles } from './wrapping/wrapping-files.ts'
import { createWrappingKeys } from './wrapping/wrapping-keys.ts'

export { InstanceKeyMissing, KeyDirectoryFault, KeyDirectoryMismatch } from './wrapping/faults.ts'

export interface KeysOptions {
  /** Where instance key and wrapping keys are kept, `DATA_DIR/keys`. */
  readonly directory: string
  /** Most opened keys in memory. */
  readonly cachedKeys?: number
}

const auditSeconds = 600
const sweepSeconds = 3_600

export const keys = defineService<Schema, KeysOptions>({
  name: 'keys',
  catalogue,
  migrations: new URL('./database/migrations/', import.meta.url),
  contract,
  async start(parts, options) {
    const own = assemble(parts, options)
    await prepareDirectory(own)
    provide(parts, own)
    const unsubscribes = [
      parts.bus.subscribe(contract.keysTopic, contract.keysDestroyed, ({ ids }) => own.keyring.evict(ids)),
      parts.bus.onLapse(() => own.keyring.evictAll()),
    ]
    parts.jobs.every('keys.sweep', sweepSeconds, async () => {
      const count = await parts.database.transaction((tx) => sweep(tx, own.files))
      if (count > 0) parts.log.info('keys.swept', { count })
    })
    const audit = setInterval(() => {
      own.keyring.audit().catch((error: unknown) => parts.log.warn('keys.audit_failed', { error }))
    }, auditSeconds * 1_000)
    audit.unref()
    return async () => {
      clearInterval(audit)
      for (const unsubscribe of unsubscribes) unsubscribe()
    }
  },
})

function assemble(parts: Parts<Schema>, options: KeysOptions): Keys {
  const instance = createInstanceKeyFiles(options.directory)
  const files = createWrappingFiles(options.directory, instance)
  const wrapping = createWrappingKeys(files)
  return {
    directory: options.directory,
    database: parts.database,
    bus: parts.bus,
    instance,
    files,
    wrapping,
    keyring: createKeyring(parts.database, wrapping, options.cachedKeys),
    cipher: createValueCipher(),
  }
}

function provide({ calls }: Parts<Schema>, own: Keys): void {
  const blindIndex = createBlindIndex(own)
  calls.provide(contract.create, async (input) => ({ ids: await createKeys(own, input.keys) }))
  calls.provide(contract.seal, ({ items }) => sealValues(own, items))
  calls.provide(contract.open, ({ items }) => openValues(own, items))
  calls.provide(contract.destroy, async ({ ids }) => ({ destroyed: await destroyKeys(own, ids) }))
  calls.provide(contract.blindIndex, ({ purpose, values }) => blindIndex(purpose, values))
  calls.provide(contract.keyedIndex, (asked) => keyedIndex(own, asked))
  calls.provide(contract.rotate, async () => ({ wrapping: await rotate(own) }))
  calls.provide(contract.doctor, async () => ({ faults: await examine(own) }))
}
