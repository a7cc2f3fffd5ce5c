import type { Subject } from '@alles/platform/catalogue'
import { refuse } from '@alles/platform/contract'
import { refusals, type Scope } from '../contract/index.ts'
import type { Privacy } from '../privacy.ts'

/** Who an export or an erasure is about. */
export interface Target {
  /** Null where it is a person's whose account that asked has been erased already. */
  readonly accountId: string | null
  /** Null for a bot. */
  readonly personId: string | null
  readonly scope: Scope
}

/** Finds the person behind an account; refuses when there is no such account. */
export async function getTarget(
  privacy: Privacy,
  accountId: string,
  scope: Scope,
): Promise<Target & { readonly accountId: string }> {
  const found = await privacy.accounts.findAccountById({ accountId })
  if (!found) refuse(refusals.no_such_account)
  return { accountId, personId: found.personId, scope }
}

/**
 * The accounts a target stands for: itself or all of its person's, the primary one last, since there is one as long as
 * there is any; and before each the bots of its applications. One that has been erased already is not among them, but
 * the target's own always is.
 */
export async function listAccounts(privacy: Privacy, target: Target): Promise<string[]> {
  const siblings =
    target.scope === 'person' && target.personId !== null
      ? await privacy.accounts.accountsOf({ personId: target.personId })
      : []
  const own = target.accountId === null || siblings.includes(target.accountId) ? [] : [target.accountId]
  const accounts: string[] = []
  for (const accountId of [...own, ...siblings.toReversed()])
    accounts.push(...(await privacy.oauth.botsOf({ accountId })), accountId)
  return accounts
}

/** What stands for the e-mail addresses of a person, those included that are about to be forgotten. */
export async function listContacts(privacy: Privacy, personId: string): Promise<string[]> {
  return (await privacy.accounts.contactsOf({ personId })).contacts
}

/** The memberships of an account, by their content keys. */
export async function listMemberships(privacy: Privacy, accountId: string): Promise<Subject[]> {
  const keys = await privacy.chat.membershipKeys({ accountId })
  return keys.map((id) => ({ kind: 'membership', id }))
}

/**
 * All whose rows an export holds: the accounts, their memberships and, where the whole person asks, the person and their
 * addresses.
 */
export async function listSubjects(privacy: Privacy, target: Target): Promise<Subject[]> {
  const accounts: Subject[] = []
  for (const id of await listAccounts(privacy, target))
    accounts.push({ kind: 'account', id }, ...(await listMemberships(privacy, id)))
  if (target.scope === 'account' || target.personId === null) return accounts
  const contacts = await listContacts(privacy, target.personId)
  return [
    { kind: 'person', id: target.personId },
    ...contacts.map((id) => ({ kind: 'contact', id }) as const),
    ...accounts,
  ]
}
