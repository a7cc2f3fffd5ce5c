import { z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'

/** Suspends one account, or takes it back, at its own time. `due` in milliseconds since 1970. */
export const sanction = task(
  'accounts.sanction',
  z.object({ accountId: z.string(), suspended: z.boolean(), due: z.number() }),
)

/** A later sanction of the account replaces one that has not come yet. */
export function sanctionKey(accountId: string): string {
  return `sanction:${accountId}`
}
