import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { refusals } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { requireStanding } from '../members/add-member.ts'
import { changeAndTell } from '../outbox/change-and-tell.ts'
import type { OwnThing } from '../outbox/outbox-store.ts'
import { findPersonal, takePersonal, type PersonalRow } from './personal-store.ts'

interface PersonalChange<T> {
  readonly what: OwnThing[1]
  readonly of: string
  apply(tx: Transaction<Schema>, row: PersonalRow): Promise<T>
  /** Publishes. Called once the change is committed. */
  tell(result: T): void
}

/**
 * Changes what is an account's own, one change at a time, with the key that seals it. Refuses bots, and accounts that are
 * being erased, whose key must not be made again.
 */
export async function changePersonal<T>(
  chat: Chat,
  by: Actor,
  { what, of, apply, tell }: PersonalChange<T>,
): Promise<T> {
  const { accountId, bot } = by
  if (bot) refuse(refusals.people_only)
  const keyId = (await findPersonal(chat.database, accountId))?.keyId ?? (await newKey(chat))
  return changeAndTell(chat, {
    async apply(tx) {
      await requireStanding(chat, tx, accountId)
      return apply(tx, await takePersonal(tx, accountId, keyId))
    },
    about: () => ({ own: [[accountId, what, of]] }),
    tell(result) {
      tell(result)
      return result
    },
  })
}

async function newKey(chat: Chat): Promise<string> {
  const { ids } = await chat.keys.create({ keys: [{ kind: 'profile' }] })
  const [keyId] = ids
  if (keyId === undefined) throw new Error('no key was made')
  return keyId
}
