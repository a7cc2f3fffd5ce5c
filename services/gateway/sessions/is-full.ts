import type { Gateway } from '../gateway.ts'
import type { Identity } from './session.ts'

/** Whether an account has as many connected sessions as it may, in all processes together. */
export function isFull({ sessions, counts }: Gateway, identity: Identity): boolean {
  return sessions.isFull(identity, counts.openElsewhere(identity.accountId))
}
