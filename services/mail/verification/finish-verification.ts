import { hash } from 'node:crypto'
import { refuse } from '@alles/platform/contract'
import { refusals, type ContactHandle } from '../contract/index.ts'
import { updateVerified } from '../contacts/contact-store.ts'
import type { Mail } from '../mail.ts'
import { takeVerification } from './verification-store.ts'

/** Takes the token of a link, once; mail to the address is tried again from now on. Refuses `unknown_mail_token`. */
export async function finishVerification(mail: Mail, token: string): Promise<ContactHandle> {
  const now = new Date(mail.clock.now())
  const handle = await mail.database.transaction(async (tx) => {
    const taken = await takeVerification(tx, hash('sha256', token, 'buffer'), now)
    if (taken !== undefined) await updateVerified(tx, taken, now)
    return taken
  })
  return handle ?? refuse(refusals.unknown_mail_token)
}
