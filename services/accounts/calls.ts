import type { Calls } from '@alles/platform/service'
import type { Accounts } from './accounts.ts'
import { listContactsOf } from './contacts/contact-store.ts'
import * as contract from './contract/index.ts'
import { exclude, isExcluded, readmit } from './exclusions/exclusions.ts'
import { hasSuccessor } from './faces/face-store.ts'
import { importAccounts } from './import/import-accounts.ts'
import { beginLeaving } from './people/begin-leaving.ts'
import { createBotAccount } from './people/create-bot-account.ts'
import { deleteBotAccount } from './people/delete-bot-account.ts'
import { findAccount, findAccountById } from './people/find-account.ts'
import { forgetAccount } from './people/forget-account.ts'
import { grantAdministrator } from './people/grant-administrator.ts'
import { standingOf } from './people/standing-of.ts'
import { createByOperator } from './registration/create-by-operator.ts'
import { suspendAccount } from './sanctions/suspend-account.ts'
import { authenticateSession } from './sessions/authenticate-session.ts'
import { listAccountIds } from './sessions/session-store.ts'

/** What other services and the operator's tool ask of this one. */
export function provideCalls(calls: Calls, accounts: Accounts): void {
  calls.provide(contract.authenticateSession, ({ token, account }) =>
    authenticateSession(accounts, token, account),
  )
  calls.provide(contract.profiles, ({ ids }) => accounts.directory.get(ids))
  calls.provide(contract.findAccount, ({ username }) => findAccount(accounts, username))
  calls.provide(contract.findAccountById, ({ accountId }) => findAccountById(accounts, accountId))
  calls.provide(contract.standingOf, ({ accountId }) => standingOf(accounts, accountId))
  calls.provide(contract.accountsOf, ({ personId }) => listAccountIds(accounts.database, personId))
  calls.provide(contract.createBotAccount, ({ id, username, displayName }) =>
    createBotAccount(accounts, { id, username, displayName: displayName ?? null }),
  )
  calls.provide(contract.deleteBotAccount, ({ accountId }) => deleteBotAccount(accounts, accountId))
  calls.provide(contract.createByOperator, (input) => createByOperator(accounts, input))
  calls.provide(contract.suspend, ({ accountId, suspended }) =>
    suspendAccount(accounts, accountId, suspended),
  )
  calls.provide(contract.grantAdministrator, ({ accountId, granted }) =>
    grantAdministrator(accounts, accountId, granted),
  )
  calls.provide(contract.exclude, (place) => exclude(accounts, place))
  calls.provide(contract.readmit, (place) => readmit(accounts, place))
  calls.provide(contract.isExcluded, (place) => isExcluded(accounts, place))
  calls.provide(contract.beginLeaving, ({ personId }) => beginLeaving(accounts, personId))
  calls.provide(contract.hasSuccessorToName, ({ accountId }) => hasSuccessor(accounts.database, accountId))
  calls.provide(contract.forget, ({ accountId }) => forgetAccount(accounts, accountId))
  calls.provide(contract.contactsOf, async ({ personId }) => ({
    contacts: await listContactsOf(accounts.database, personId),
  }))
  calls.provide(contract.importAccounts, async ({ records, dryRun }) => ({
    results: await importAccounts(accounts, records, dryRun),
  }))
}
