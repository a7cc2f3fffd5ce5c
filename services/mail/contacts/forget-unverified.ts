import type { Mail } from '../mail.ts'
import { listUnverified } from './contact-store.ts'
import { removeContact } from './remove-contact.ts'

/** How long an address waits to be verified. */
export const unverifiedMs = 30 * 86_400_000

const perBatch = 500

/** Forgets addresses that nobody verified: who gave them may have mistyped, or not have been asked for them at all. */
export async function forgetUnverified(mail: Mail): Promise<void> {
  const before = new Date(mail.clock.now() - unverifiedMs)
  for (;;) {
    const handles = await listUnverified(mail.database, before, perBatch)
    for (const handle of handles) await removeContact(mail, handle)
    if (handles.length > 0) mail.log.info('mail.unverified_forgotten', { count: handles.length })
    if (handles.length < perBatch) return
  }
}
