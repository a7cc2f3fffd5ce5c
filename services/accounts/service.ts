import * as keysContract from '@alles/keys/contract'
import { createSealer } from '@alles/platform/catalogue'
import { defineService, type Parts } from '@alles/platform/service'
import type { Accounts } from './accounts.ts'
import { provideCalls } from './calls.ts'
import { catalogue } from './catalogue.ts'
import * as contract from './contract/index.ts'
import type { Schema } from './database/types.ts'
import { listen } from './listeners.ts'
import { createPasswords, type PasswordLoad } from './passwords/passwords.ts'
import { answerAccounts } from './people/account-routes.ts'
import { createProfileDirectory } from './profiles/profile-directory.ts'
import { createChallenges, type ChallengeWork } from './registration/challenges.ts'
import type { RegistrationMode } from './registration/registration-policy.ts'
import { answerRegistration } from './registration/registration-routes.ts'
import { createSessionCache } from './sessions/session-cache.ts'
import { answerSessions } from './sessions/session-routes.ts'
import { createTryLimit } from './sessions/try-limit.ts'

export type { RegistrationMode } from './registration/registration-policy.ts'

export interface AccountsOptions {
  readonly registration: RegistrationMode
  /** False counts no wrong passwords: for benchmarks alone. */
  readonly rateLimits?: boolean
  readonly challenge?: ChallengeWork
  readonly passwords?: PasswordLoad
  readonly profileBytes?: number
}

export const accounts = defineService<Schema, AccountsOptions>({
  name: 'accounts',
  catalogue,
  migrations: new URL('./database/migrations/', import.meta.url),
  contract,
  async start(parts, options) {
    const wired = wire(parts, options)
    provideCalls(parts.calls, wired)
    answerRegistration(parts.routes, wired)
    answerSessions(parts.routes, wired)
    answerAccounts(parts.routes, wired)
    const unlisten = listen(wired)
    return async () => unlisten()
  },
})

const fiveMinutes = 300

function wire(parts: Parts<Schema>, options: AccountsOptions): Accounts {
  const { database, clock, ids, bus, calls } = parts
  const keys = calls.of(keysContract)
  const sealer = createSealer(keys)
  const limit = (count: number) => (options.rateLimits === false ? null : { count, seconds: fiveMinutes })
  return {
    database,
    sealer,
    keys,
    bus,
    ids,
    clock,
    passwords: createPasswords(options.passwords),
    challenges: createChallenges({ keys, clock, work: options.challenge }),
    directory: createProfileDirectory({ database, sealer, maxBytes: options.profileBytes }),
    sessions: createSessionCache(clock),
    tries: { names: createTryLimit(clock, limit(10)), networks: createTryLimit(clock, limit(100)) },
    registration: options.registration,
  }
}
