import { eraseRows, keysToDestroy, type Erasure } from '@alles/platform/catalogue'
import type { EraseMode, Receipt } from '../contract/index.ts'
import type { DataHolder, Privacy } from '../privacy.ts'
import { backupsEnd } from '../requests/request-policy.ts'
import { listAccounts, listContacts, listMemberships, type Target } from '../requests/subjects.ts'
import { forgetRequestsOf } from '../requests/request-store.ts'

interface Counts {
  keysDestroyed: number
  readonly rows: Record<string, number>
}

const perDestruction = 1_000

/**
 * Erases an account, or a person with all accounts, from every service but the record of the request itself. Of each:
 * the services' own parts, then the keys, then the rows; interrupted anywhere, it is simply done again, because the rows
 * that lead on go last. A person without accounts goes with the last one, and their addresses with them.
 */
export async function eraseAccount(privacy: Privacy, target: Target, mode: EraseMode): Promise<Receipt> {
  const counts: Counts = { keysDestroyed: 0, rows: {} }
  for (const accountId of await listAccounts(privacy, target)) {
    const erasure = { subject: { kind: 'account', id: accountId }, mode } as const
    const keys = await leave(privacy, erasure, counts)
    await eraseSubject(privacy, { erasure, keys }, counts)
    // What the person asked for still has to lead to them.
    if (target.scope === 'person')
      await forgetRequestsOf(privacy.database, accountId, new Date(privacy.clock.now()))
  }
  const { personId } = target
  if (personId !== null && (await privacy.accounts.accountsOf({ personId })).length === 0) {
    await eraseContacts(privacy, { personId, mode }, counts)
    const erasure = { subject: { kind: 'person', id: personId }, mode } as const
    await eraseSubject(privacy, { erasure, keys: await listKeys(privacy, erasure) }, counts)
  }
  return { ...counts, ...backupsEnd(privacy.clock.now()) }
}

/** The addresses of a person, before the rows that lead to them go. */
async function eraseContacts(
  privacy: Privacy,
  { personId, mode }: { readonly personId: string; readonly mode: EraseMode },
  counts: Counts,
): Promise<void> {
  for (const contact of await listContacts(privacy, personId)) {
    const erasure = { subject: { kind: 'contact', id: contact }, mode } as const
    await destroyKeys(privacy, await listKeys(privacy, erasure), counts)
    // Its own part first: rows of mail lead to files.
    await privacy.mail.removeContact({ contact })
    count(counts, 'mail', { contacts: 1 })
    await eraseSubject(privacy, { erasure, keys: [] }, counts)
  }
}

/**
 * The services' own parts. Answers the keys to destroy, those among them that only rows which go already now name. A
 * guild that nobody else is in goes with its owner, its keys and all that was written there.
 */
async function leave(privacy: Privacy, erasure: Erasure, counts: Counts): Promise<string[]> {
  const { subject, mode } = erasure
  const call = { accountId: subject.id, mode }
  const keys = new Set(await listKeys(privacy, erasure))
  const memberships = await listMemberships(privacy, subject.id)
  await privacy.oauth.forget(call)
  await privacy.media.forget({ ...call, memberships: memberships.map(({ id }) => id) })
  // While chat still tells whose they are.
  for (const membership of memberships)
    await eraseSubject(privacy, { erasure: { subject: membership, mode }, keys: [] }, counts)
  await privacy.accounts.forget(call)
  const { keysDestroyed, rows } = await privacy.chat.leaveEverything(call)
  counts.keysDestroyed += keysDestroyed
  count(counts, 'chat', rows)
  for (const id of await listKeys(privacy, erasure)) keys.add(id)
  return [...keys]
}

async function listKeys({ holders }: Privacy, erasure: Erasure): Promise<string[]> {
  const keys: string[] = []
  for (const { database, catalogue } of holders)
    keys.push(...(await keysToDestroy(database, catalogue, erasure)))
  return keys
}

async function eraseSubject(
  privacy: Privacy,
  { erasure, keys }: { readonly erasure: Erasure; readonly keys: readonly string[] },
  counts: Counts,
): Promise<void> {
  await destroyKeys(privacy, keys, counts)
  for (const holder of inOrder(privacy.holders)) {
    count(counts, holder.name, await eraseRows(holder.database, withoutRequests(holder), erasure))
  }
}

async function destroyKeys(privacy: Privacy, keys: readonly string[], counts: Counts): Promise<void> {
  for (let at = 0; at < keys.length; at += perDestruction) {
    const { destroyed } = await privacy.keys.destroy({ ids: keys.slice(at, at + perDestruction) })
    counts.keysDestroyed += destroyed
  }
}

function count(
  { rows }: Counts,
  service: string,
  erased: Readonly<Record<string, number | undefined>>,
): void {
  for (const [table, more] of Object.entries(erased)) {
    const name = `${service}.${table}`
    rows[name] = (rows[name] ?? 0) + (more ?? 0)
  }
}

/** Accounts last: as long as its row is there, an account is found again after an interruption. */
function inOrder(holders: readonly DataHolder[]): DataHolder[] {
  return [
    ...holders.filter(({ name }) => name !== 'accounts'),
    ...holders.filter(({ name }) => name === 'accounts'),
  ]
}

/** The request of an account loses its name in the step that ends the erasure, and not before. */
function withoutRequests({ name, catalogue }: DataHolder): DataHolder['catalogue'] {
  if (name !== 'privacy') return catalogue
  const { requests: _, ...tables } = catalogue.tables
  return { ...catalogue, tables }
}
