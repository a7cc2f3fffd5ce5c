import type { Accounts } from '../accounts.ts'
import { sendRecoveryMails } from '../recovery/send-recovery.ts'
import { sendNotice, sendRecovery, sendVerifications, verifyAddress } from './contact-tasks.ts'
import { removeDueContacts } from './leaving.ts'
import { sendWaitingNotice } from './send-notice.ts'
import { sendWaitingVerifications } from './send-verifications.ts'
import { startVerification } from './start-verification.ts'

const sweepSeconds = 600

/** What this service asks of the mail service, as jobs that last. */
export function runContactJobs(accounts: Accounts): void {
  const { jobs } = accounts
  jobs.run(sendNotice, ({ noticeId }) => sendWaitingNotice(accounts, noticeId))
  jobs.run(sendRecovery, ({ personIds }) => sendRecoveryMails(accounts, personIds))
  jobs.run(sendVerifications, ({ personIds }) => sendWaitingVerifications(accounts, personIds))
  jobs.run(verifyAddress, async ({ contact }) => {
    await startVerification(accounts, contact)
  })
  jobs.every('accounts.removeDueContacts', sweepSeconds, () => removeDueContacts(accounts))
}
