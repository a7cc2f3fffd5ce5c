import { eraseRows, keysToDestroy, type Erasure } from '@alles/platform/catalogue'
import type { EraseMode, Receipt } from '../contract/index.ts'
import type { DataHolder, Privacy } from '../privacy.ts'
import { backupsEnd } from '../requests/request-policy.ts'
import { listAccounts, type Target } from '../requests/subjects.ts'

interface Counts {
  keysDestroyed: number
  readonly rows: Record<string, number>
}

const perDestruction = 1_000

/**
 * Erases an account, or a person with all accounts, from every service but the record of the request itself. Of each:
 * the services' own parts, then the keys, then the rows; interrupted anywhere, it is simply done again, because the rows
 * that lead on go last. A person without accounts goes with the last one.
 */
export async function eraseAccount(privacy: Privacy, target: Target, mode: EraseMode): Promise<Receipt> {
  const counts: Counts = { keysDestroyed: 0, rows: {} }
  for (const accountId of await listAccounts(privacy, target)) {
    await privacy.oauth.forget({ accountId, mode })
    await privacy.accounts.forget({ accountId, mode })
    await privacy.chat.leaveEverything({ accountId, mode })
    await eraseSubject(privacy, { subject: { kind: 'account', id: accountId }, mode }, counts)
  }
  const { personId } = target
  if (personId !== null && (await privacy.accounts.accountsOf({ personId })).length === 0)
    await eraseSubject(privacy, { subject: { kind: 'person', id: personId }, mode }, counts)
  return { ...counts, ...backupsEnd(privacy.clock.now()) }
}

async function eraseSubject(privacy: Privacy, erasure: Erasure, counts: Counts): Promise<void> {
  const keys: string[] = []
  for (const { database, catalogue } of privacy.holders)
    keys.push(...(await keysToDestroy(database, catalogue, erasure)))
  for (let at = 0; at < keys.length; at += perDestruction) {
    const { destroyed } = await privacy.keys.destroy({ ids: keys.slice(at, at + perDestruction) })
    counts.keysDestroyed += destroyed
  }
  for (const holder of inOrder(privacy.holders)) {
    const erased = await eraseRows(holder.database, withoutRequests(holder), erasure)
    for (const [table, count] of Object.entries(erased)) {
      const name = `${holder.name}.${table}`
      counts.rows[name] = (counts.rows[name] ?? 0) + (count ?? 0)
    }
  }
}

/** Accounts last: as long as its row is there, an account is found again after an interruption. */
function inOrder(holders: readonly DataHolder[]): DataHolder[] {
  return [
    ...holders.filter(({ name }) => name !== 'accounts'),
    ...holders.filter(({ name }) => name === 'accounts'),
  ]
}

/** The requests lose their names in the step that ends the erasure, and not before. */
function withoutRequests({ name, catalogue }: DataHolder): DataHolder['catalogue'] {
  if (name !== 'privacy') return catalogue
  const { requests: _, ...tables } = catalogue.tables
  return { ...catalogue, tables }
}
