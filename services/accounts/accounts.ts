import type { ClientOf } from '@alles/platform/contract'
import type { Sealer } from '@alles/platform/catalogue'
import type { Bus } from '@alles/platform/events'
import type { Clock, Ids } from '@alles/platform/ids'
import type { Database } from '@alles/platform/postgres'
import type * as keysContract from '@alles/keys/contract'
import type { Schema } from './database/types.ts'
import type { Passwords } from './passwords/passwords.ts'
import type { ProfileDirectory } from './profiles/profile-directory.ts'
import type { Challenges } from './registration/challenges.ts'
import type { RegistrationMode } from './registration/registration-policy.ts'
import type { SessionCache } from './sessions/session-cache.ts'
import type { TryLimit } from './sessions/try-limit.ts'

/** What the verbs of this service work with. */
export interface Accounts {
  readonly database: Database<Schema>
  readonly sealer: Sealer
  readonly keys: ClientOf<typeof keysContract>
  readonly bus: Bus
  readonly ids: Ids
  readonly clock: Clock
  readonly passwords: Passwords
  readonly challenges: Challenges
  readonly directory: ProfileDirectory
  readonly sessions: SessionCache
  /** Wrong passwords by name or person, and by where they come from. */
  readonly tries: { readonly names: TryLimit; readonly networks: TryLimit }
  readonly registration: RegistrationMode
}
