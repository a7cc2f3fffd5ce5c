import { Refusal, Secret, type Output } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { keepAddress, newContact } from '../contacts/new-contact.ts'
import {
  refusals,
  type ImportOutcome,
  type ImportRecord,
  type importAccounts as call,
} from '../contract/index.ts'
import { findByUsername } from '../people/account-store.ts'
import { createPerson } from '../people/create-person.ts'
import { indexUsername } from '../usernames/username-index.ts'
import { isNameTaken } from '../usernames/username-store.ts'
import { judgeLine, type ReadyToImport } from './import-record.ts'

const longestAddress = 320

/**
 * Makes accounts with password hashes of another system, each by itself: what was made stays if a later one cannot be.
 * Nobody is written to: a list of another system does not say who still wants to hear from here, and a link that works for
 * a day would expire unread. Their addresses wait until they sign in for the first time, and are verified then. In a dry
 * run nothing is made.
 */
export async function importAccounts(
  accounts: Accounts,
  records: readonly ImportRecord[],
  dryRun: boolean,
): Promise<Output<typeof call>['results']> {
  const results = []
  for (const record of records)
    results.push({ line: record.line, outcome: await importOne(accounts, record, dryRun) })
  accounts.decoy.forget()
  return results
}

async function importOne(accounts: Accounts, record: ImportRecord, dryRun: boolean): Promise<ImportOutcome> {
  const ready = judgeLine(
    {
      username: record.username,
      displayName: record.display_name ?? null,
      createdAt: record.created_at ?? null,
      hashed: record.password_hash.reveal(),
    },
    accounts.clock.now(),
  )
  if (typeof ready === 'string') return ready
  const name = await indexUsername(accounts, ready.username)
  if (await findByUsername(accounts.database, name.exact)) return 'exists'
  if (await isNameTaken(accounts.database, name, new Date(accounts.clock.now()))) return 'username_taken'
  const address = record.email?.trim() ?? ''
  if (address !== '' && !(await isAddress(accounts, address))) return 'bad_address'
  return dryRun ? 'made' : make(accounts, ready, { address, hashed: record.password_hash })
}

async function isAddress(accounts: Accounts, address: string): Promise<boolean> {
  return address.length <= longestAddress && (await accounts.mail.isAddress({ address })).good
}

async function make(
  accounts: Accounts,
  ready: ReadyToImport,
  { hashed, address }: { readonly hashed: Secret; readonly address: string },
): Promise<ImportOutcome> {
  const contact =
    address === '' ? null : await newContact(accounts, { address: new Secret(address), language: 'en' })
  try {
    await createPerson(
      accounts,
      {
        username: ready.username,
        displayName: ready.displayName,
        password: { hashed },
        pendingContact: contact,
        ...(ready.createdAt && { createdAt: ready.createdAt }),
      },
      async (tx) => {
        if (contact !== null) await keepAddress(tx, contact)
      },
    )
    return 'made'
  } catch (error) {
    const isTaken = error instanceof Refusal && error.kind.code === refusals.username_taken.code
    if (!isTaken) throw error
    return 'username_taken'
  }
}
