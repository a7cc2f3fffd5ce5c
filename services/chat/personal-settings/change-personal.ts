import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { refusals } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { requireStanding } from '../members/add-member.ts'
import { findPersonal, takePersonal, type PersonalRow } from './personal-store.ts'

/**
 * Changes what is an account's own, one change at a time, with the key that seals it. Refuses bots, and accounts that are
 * being erased, whose key must not be made again.
 */
export async function changePersonal<T>(
  chat: Chat,
  by: Actor,
  work: (tx: Transaction<Schema>, row: PersonalRow) => Promise<T>,
): Promise<T> {
  if (by.bot) refuse(refusals.people_only)
  const keyId = (await findPersonal(chat.database, by.accountId))?.keyId ?? (await newKey(chat))
  return chat.database.transaction(async (tx) => {
    await requireStanding(chat, tx, by.accountId)
    return work(tx, await takePersonal(tx, by.accountId, keyId))
  })
}

async function newKey(chat: Chat): Promise<string> {
  const { ids } = await chat.keys.create({ keys: [{ kind: 'profile' }] })
  const [keyId] = ids
  if (keyId === undefined) throw new Error('no key was made')
  return keyId
}
