import { refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import {
  instanceTopic,
  refusals,
  registrationRulesChanged,
  type RegistrationMode,
  type RegistrationRules,
} from '../contract/index.ts'
import { usualSecondaryAccounts } from './registration-rules.ts'
import { saveRules } from './rules-store.ts'

export interface RulesChange {
  readonly mode?: RegistrationMode | undefined
  readonly secondaryAccounts?: number | undefined
}

/** Accounts that there are stay, however few a person may have from now on. */
export async function editRegistrationRules(
  accounts: Accounts,
  { mode, secondaryAccounts }: RulesChange,
): Promise<RegistrationRules> {
  const { rules } = accounts
  if (mode !== undefined && rules.isFixed) refuse(refusals.set_by_operator)
  if (mode !== undefined || secondaryAccounts !== undefined) {
    await saveRules(
      accounts.database,
      {
        ...(mode !== undefined && { mode }),
        ...(secondaryAccounts !== undefined && { secondary_accounts: secondaryAccounts }),
      },
      { mode: null, secondary_accounts: usualSecondaryAccounts },
    )
    rules.evict()
    accounts.bus.publish(instanceTopic, registrationRulesChanged, {})
  }
  return rules.get()
}
