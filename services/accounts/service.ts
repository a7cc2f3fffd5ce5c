import * as keysContract from '@alles/keys/contract'
import * as mailContract from '@alles/mail/contract'
import * as mediaContract from '@alles/media/contract'
import { createSealer } from '@alles/platform/catalogue'
import type { Bus } from '@alles/platform/events'
import type { Clock } from '@alles/platform/ids'
import { defineService, type Parts } from '@alles/platform/service'
import type { Accounts, Tries } from './accounts.ts'
import { provideCalls } from './calls.ts'
import { catalogue } from './catalogue.ts'
import { runContactJobs } from './contacts/contact-jobs.ts'
import { answerContacts } from './contacts/contact-routes.ts'
import * as contract from './contract/index.ts'
import type { Schema } from './database/types.ts'
import { answerFaces } from './faces/face-routes.ts'
import { answerInstance } from './instance/instance-routes.ts'
import { createRules, type GivenRegistration } from './instance/registration-rules.ts'
import { runJobs } from './jobs.ts'
import { listen } from './listeners.ts'
import { answerPasskeys } from './passkeys/passkey-routes.ts'
import { relyingPartyOf } from './passkeys/relying-party.ts'
import { createImportedDecoy } from './passwords/imported-decoy.ts'
import { createLeakedPasswords } from './passwords/leaked/leaked-passwords.ts'
import { createPasswords, type PasswordLoad } from './passwords/passwords.ts'
import { answerAccounts } from './people/account-routes.ts'
import { createProfileDirectory } from './profiles/profile-directory.ts'
import { createChallenges, type ChallengeWork } from './registration/challenges.ts'
import { answerRegistration } from './registration/registration-routes.ts'
import { answerRecovery } from './recovery/recovery-routes.ts'
import { answerSecurity } from './security/security-routes.ts'
import { createSessionCache } from './sessions/session-cache.ts'
import { answerSessions } from './sessions/session-routes.ts'
import { createTryLimit } from './sessions/try-limit.ts'

export { leakedPasswordsFile } from './passwords/leaked/leaked-file.ts'
export { buildLeakedFile } from './passwords/leaked/build-leaked-file.ts'
export { readImport, type ImportFields, type ImportLine, type LineFault } from './import/read-import.ts'

export type { GivenRegistration } from './instance/registration-rules.ts'

export interface AccountsOptions {
  readonly registration: GivenRegistration
  /** The origin people see: of links in mail, and whom passkeys are made for. `http://localhost:3000` if absent. */
  readonly publicUrl?: string
  /** Where the operator's list of leaked passwords is, or will be. */
  readonly leakedPasswords?: string
  /** False counts no wrong passwords: for benchmarks alone. */
  readonly rateLimits?: boolean
  readonly challenge?: ChallengeWork
  readonly signInChallenge?: ChallengeWork
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
    answerFaces(parts.routes, wired)
    answerInstance(parts.routes, wired)
    runJobs(parts.jobs, wired)
    const unlisten = listen(wired)
    answerSecurity(parts.routes, wired)
    answerPasskeys(parts.routes, wired)
    answerRecovery(parts.routes, wired)
    answerContacts(parts.routes, wired)
    runContactJobs(wired)
    return async () => {
      unlisten()
      await wired.leaked.close()
    }
  },
})

const fiveMinutes = 300
const hour = 3600

function wire(parts: Parts<Schema>, options: AccountsOptions): Accounts {
  const { database, clock, ids, bus, calls, jobs } = parts
  const keys = calls.of(keysContract)
  const sealer = createSealer(keys)
  const { publicUrl = 'http://localhost:3000' } = options
  return {
    database,
    sealer,
    keys,
    bus,
    ids,
    clock,
    passwords: createPasswords(options.passwords),
    challenges: createChallenges({ keys, clock, work: workOf(options) }),
    directory: createProfileDirectory({ database, sealer, maxBytes: options.profileBytes }),
    sessions: createSessionCache(clock),
    tries: createTries(clock, bus, options),
    rules: createRules({ database, clock, given: options.registration }),
    media: calls.of(mediaContract),
    jobs,
    mail: calls.of(mailContract),
    decoy: createImportedDecoy(database, clock),
    leaked: createLeakedPasswords(options.leakedPasswords),
    publicUrl,
    relyingParty: relyingPartyOf(publicUrl),
  }
}

function createTries(clock: Clock, bus: Bus, options: AccountsOptions): Tries {
  const limit = (name: keyof Tries, count: number, seconds: number) =>
    createTryLimit(clock, options.rateLimits === false ? null : { count, seconds }, { bus, name })
  return {
    names: limit('names', 10, hour),
    networks: limit('networks', 100, fiveMinutes),
    sessions: limit('sessions', 10, fiveMinutes),
    codes: limit('codes', 10, hour),
  }
}

function workOf({ challenge, signInChallenge }: AccountsOptions) {
  return {
    ...(challenge && { registration: challenge }),
    ...(signInChallenge && { 'sign-in': signInChallenge }),
  }
}
