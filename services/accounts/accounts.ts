import type { ClientOf } from '@alles/platform/contract'
import type { Sealer } from '@alles/platform/catalogue'
import type { Bus, Jobs } from '@alles/platform/events'
import type { Clock, Ids } from '@alles/platform/ids'
import type { Database } from '@alles/platform/postgres'
import type * as keysContract from '@alles/keys/contract'
import type * as mailContract from '@alles/mail/contract'
import type * as mediaContract from '@alles/media/contract'
import type { Schema } from './database/types.ts'
import type { Rules } from './instance/registration-rules.ts'
import type { RelyingParty } from './passkeys/relying-party.ts'
import type { ImportedDecoy } from './passwords/imported-decoy.ts'
import type { LeakedPasswords } from './passwords/leaked/leaked-passwords.ts'
import type { Passwords } from './passwords/passwords.ts'
import type { ProfileDirectory } from './profiles/profile-directory.ts'
import type { Challenges } from './registration/challenges.ts'
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
  readonly tries: Tries
  readonly rules: Rules
  readonly media: ClientOf<typeof mediaContract>
  readonly jobs: Jobs
  readonly mail: ClientOf<typeof mailContract>
  readonly leaked: LeakedPasswords
  readonly decoy: ImportedDecoy
  /** The origin people see, for links. */
  readonly publicUrl: string
  readonly relyingParty: RelyingParty
}

/** Failed tries to prove who one is. */
export interface Tries {
  /** By what was typed as name: after too many a proof of work is asked for. */
  readonly names: TryLimit
  /** By where they come from. */
  readonly networks: TryLimit
  /** By the session that is to become fresh. */
  readonly sessions: TryLimit
  /** Wrong codes, by person: after too many a proof of work is asked for. */
  readonly codes: TryLimit
}
