import { z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'

/** Hands a notice to the mail service. */
export const sendNotice = task('accounts.sendNotice', z.object({ noticeId: z.string() }))

/** Has the mail service ask whether an address is read. The contact is a random reference. */
export const verifyAddress = task('accounts.verifyAddress', z.object({ contact: z.string() }))

/** Has these people asked whether their addresses are read, those of them who have no verified one. */
export const sendVerifications = task(
  'accounts.sendVerifications',
  z.object({ personIds: z.array(z.string()) }),
)

/** Mails links to set a new password to those of these people who have a verified address. */
export const sendRecovery = task('accounts.sendRecovery', z.object({ personIds: z.array(z.string()) }))
