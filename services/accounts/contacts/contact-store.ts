import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export interface ContactsRow {
  readonly contact: string | null
  readonly pending_contact: string | null
}

const none: ContactsRow = { contact: null, pending_contact: null }

export async function findContacts(on: Connection<Schema>, personId: string): Promise<ContactsRow> {
  const [row] = await on.sql<ContactsRow[]>`
    select contact, pending_contact from persons where id = ${personId}`
  return row ?? none
}

/** Sets what is given of both, and answers what they were before. */
export async function replaceContacts(
  on: Connection<Schema>,
  personId: string,
  next: Partial<ContactsRow>,
): Promise<ContactsRow> {
  const [before] = await on.sql<ContactsRow[]>`
    select contact, pending_contact from persons where id = ${personId} for update`
  await on.kysely.updateTable('persons').set(next).where('id', '=', personId).execute()
  return before ?? none
}

/** The person who waits for the proof of this contact, or has it already. */
export async function findOwner(
  on: Connection<Schema>,
  contact: string,
): Promise<({ id: string } & ContactsRow) | undefined> {
  const [row] = await on.sql<({ id: string } & ContactsRow)[]>`
    select id, contact, pending_contact from persons
    where pending_contact = ${contact} or contact = ${contact} for update`
  return row
}

/** The mail service is to forget it at `leaves_at`. */
export async function insertLeaving(on: Connection<Schema>, row: Schema['leaving_contacts']): Promise<void> {
  await on.kysely
    .insertInto('leaving_contacts')
    .values(row)
    .onConflict((conflict) => conflict.column('contact').doUpdateSet(row))
    .execute()
}

/** It stays after all, or is gone. */
export async function removeLeaving(on: Connection<Schema>, contact: string): Promise<void> {
  await on.kysely.deleteFrom('leaving_contacts').where('contact', '=', contact).execute()
}

/** Those that are due, longest first. At most 100. */
export async function listDue(on: Connection<Schema>, now: Date): Promise<string[]> {
  const rows = await on.kysely
    .selectFrom('leaving_contacts')
    .select('contact')
    .where('leaves_at', '<=', now)
    .orderBy('leaves_at')
    .limit(100)
    .execute()
  return rows.map(({ contact }) => contact)
}

/** Every handle the mail service keeps for a person. */
export async function listContactsOf(on: Connection<Schema>, personId: string): Promise<string[]> {
  const rows = await on.sql<{ contact: string }[]>`
    select contact from persons where id = ${personId} and contact is not null
    union select pending_contact from persons where id = ${personId} and pending_contact is not null
    union select contact from leaving_contacts where person_id = ${personId}`
  return rows.map(({ contact }) => contact)
}
