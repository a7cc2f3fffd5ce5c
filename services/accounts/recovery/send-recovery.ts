import type { Accounts } from '../accounts.ts'
import { findPerson } from '../people/person-store.ts'
import { hashToken, newToken } from '../sessions/session-token.ts'
import { countRecoveryTokens, insertRecoveryToken } from './recovery-token-store.ts'

const goodForMs = 60 * 60_000

/** How many links a person is sent in an hour, so that nobody's mailbox can be filled. */
const mostAnHour = 3

/** Mails a link to set a new password to each of these people who has a verified address. */
export async function sendRecoveryMails(accounts: Accounts, personIds: readonly string[]): Promise<void> {
  for (const personId of personIds) await sendRecoveryMail(accounts, personId)
}

/** The link works if the mail service has taken the mail. */
async function sendRecoveryMail(accounts: Accounts, personId: string): Promise<void> {
  const now = accounts.clock.now()
  await accounts.database.transaction(async (tx) => {
    const contact = (await findPerson(tx, personId))?.contact
    if (!contact) return
    if ((await countRecoveryTokens(tx, personId, new Date(now - goodForMs))) >= mostAnHour) return
    const token = newToken().reveal()
    const hashed = hashToken(token)
    await insertRecoveryToken(tx, {
      token_hash: hashed,
      person_id: personId,
      created_at: new Date(now),
      expires_at: new Date(now + goodForMs),
    })
    await accounts.mail.send({
      id: `accounts.recovery.${hashed.toString('base64url')}`,
      contact,
      content: { template: 'reset_password', link: `${accounts.publicUrl}/recover#${token}` },
    })
  })
}
