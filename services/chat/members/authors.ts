import type { User } from '../contract/index.ts'

/** Who stands behind membership references, former members included. */
export interface Authors {
  /** The account of each known reference; null where it was cut. */
  accountsOf(refs: readonly string[]): Promise<Map<string, string | null>>
  /** The user of every reference asked for; "[deleted user]" where it was cut or is not known. */
  users(refs: readonly string[]): Promise<Map<string, User>>
  evict(refs: readonly string[]): void
}
