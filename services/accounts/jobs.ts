import type { Jobs } from '@alles/platform/events'
import type { Accounts } from './accounts.ts'
import { dropStaleApplicants } from './applicants/drop-stale-applicants.ts'
import { destroyKeys, dropPicture, tellRefused } from './tasks.ts'
import { carryOutSanction } from './sanctions/carry-out-sanction.ts'
import { sanction } from './sanctions/tasks.ts'

const anHour = 3_600

/** What is done after a commit, and every so often. */
export function runJobs(jobs: Jobs, accounts: Accounts): void {
  jobs.run(dropPicture, async ({ hash }) => accounts.media.dropPicture({ hash }))
  jobs.run(destroyKeys, async ({ ids }) => {
    await accounts.keys.destroy({ ids })
  })
  jobs.run(tellRefused, ({ contact }) =>
    accounts.mail.send({
      id: `accounts.refused.${contact}`,
      contact,
      content: { template: 'registration_refused' },
    }),
  )
  jobs.run(sanction, (given) => carryOutSanction(accounts, given))
  jobs.every('accounts.dropStaleApplicants', anHour, () => dropStaleApplicants(accounts))
}
