import type { Clock } from '@alles/platform/ids'
import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import { findUsualImport } from '../security/sign-in-store.ts'

/**
 * As long as there are hashes of another system, a wrong password for one of them takes another time than for one of
 * ours, which would tell that there is somebody. So every wrong password is then checked against both kinds.
 */
export interface ImportedDecoy {
  /** A hash of no password, of the kind that most imported ones have; null where there are none. */
  get(): Promise<string | null>
  /** Some were imported. */
  forget(): void
}

const goodForMs = 10 * 60_000

export function createImportedDecoy(database: Connection<Schema>, clock: Clock): ImportedDecoy {
  let known: { readonly decoy: string | null; readonly until: number } | undefined
  return {
    async get() {
      if (!known || known.until <= clock.now()) {
        const kind = await findUsualImport(database)
        known = { decoy: kind === null ? null : decoyOf(kind), until: clock.now() + goodForMs }
      }
      return known.decoy
    },
    forget() {
      known = undefined
    },
  }
}

/** `kind`: see `kindOfHash`. */
export function decoyOf(kind: string): string {
  const [algorithm = '', cost = ''] = kind.split(' ')
  if (algorithm === 'bcrypt') return `$2b$${cost}$JqODZXF3tpSmwlMNpmNBQ.0jXIOAl8hmOW/SxEIWeQJzKcGkg.9lq`
  return `$${algorithm}$v=19$${cost}$uybHjbV0wVvhyqpyjkzd8g$0OZgw9if2xhJOnvASKRdUkH2ceXmPunImoqvCU+IPsk`
}
