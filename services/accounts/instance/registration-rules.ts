import type { Clock } from '@alles/platform/ids'
import type { Database } from '@alles/platform/postgres'
import type { RegistrationMode, RegistrationRules } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { findRules } from './rules-store.ts'

/** Who may open an account as long as no administrator says otherwise, or, `fixed`, whatever they say. */
export interface GivenRegistration {
  readonly mode: RegistrationMode
  readonly fixed: boolean
}

/** How many secondary accounts a person may have where no administrator chose. */
export const usualSecondaryAccounts = 10

/** For how long another process may not have heard of a change whose announcement was lost. */
const goodForMs = 5_000

/** The rules of registration as they are now, from memory. */
export interface Rules {
  readonly isFixed: boolean
  get(): Promise<RegistrationRules>
  evict(): void
}

interface RulesParts {
  readonly database: Database<Schema>
  readonly clock: Clock
  readonly given: GivenRegistration
}

export function createRules({ database, clock, given }: RulesParts): Rules {
  let known: { readonly rules: RegistrationRules; readonly until: number } | undefined
  // What was read before a change must not overtake it.
  let evictions = 0
  return {
    isFixed: given.fixed,
    async get() {
      if (known && known.until > clock.now()) return known.rules
      const before = evictions
      const chosen = await findRules(database)
      const rules = {
        mode: given.fixed ? given.mode : (chosen?.mode ?? given.mode),
        fixed: given.fixed,
        secondary_accounts: chosen?.secondary_accounts ?? usualSecondaryAccounts,
      }
      if (evictions === before) known = { rules, until: clock.now() + goodForMs }
      return rules
    },
    evict() {
      evictions += 1
      known = undefined
    },
  }
}
