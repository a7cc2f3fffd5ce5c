import type { Subject } from '@alles/platform/catalogue'
import { refuse } from '@alles/platform/contract'
import { refusals, type Scope } from '../contract/index.ts'
import type { Privacy } from '../privacy.ts'

/** Who an export or an erasure is about. */
export interface Target {
  readonly accountId: string
  /** Null for a bot. */
  readonly personId: string | null
  readonly scope: Scope
}

/** Finds the person behind an account; refuses when there is no such account. */
export async function getTarget(privacy: Privacy, accountId: string, scope: Scope): Promise<Target> {
  const found = await privacy.accounts.findAccountById({ accountId })
  if (!found) refuse(refusals.no_such_account)
  return { accountId, personId: found.personId, scope }
}

/**
 * The accounts a target stands for: itself or all of its person's, and before each the bots of its applications. One
 * that has been erased already is not among them, but the target's own always is.
 */
export async function listAccounts(privacy: Privacy, target: Target): Promise<string[]> {
  const siblings =
    target.scope === 'person' && target.personId !== null
      ? await privacy.accounts.accountsOf({ personId: target.personId })
      : []
  const accounts: string[] = []
  for (const accountId of new Set([...siblings, target.accountId]))
    accounts.push(...(await privacy.oauth.botsOf({ accountId })), accountId)
  return accounts
}

/** All whose rows an export holds: the accounts and, where the whole person asks, the person. */
export async function listSubjects(privacy: Privacy, target: Target): Promise<Subject[]> {
  const accounts = (await listAccounts(privacy, target)).map((id) => ({ kind: 'account', id }) as const)
  if (target.scope === 'account' || target.personId === null) return accounts
  return [{ kind: 'person', id: target.personId }, ...accounts]
}
