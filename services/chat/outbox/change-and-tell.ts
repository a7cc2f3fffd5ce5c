import type { Transaction } from '@alles/platform/postgres'
import { auditDispatches } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import type { Schema } from '../database/types.ts'
import { publish } from '../guilds/publish.ts'
import { insertEntry, type Told } from './outbox-store.ts'

interface TellingChange<T, R> {
  /** Writes. Refusals undo everything. */
  apply(tx: Transaction<Schema>): Promise<T>
  /** What others are to be told of should this process not come to it; null where nothing changed. */
  about(result: T): Told | null
  /** Publishes. Called once the change is committed. */
  tell(result: T): Promise<R> | R
}

/**
 * Changes what connections show, and tells of it and of what the audit log says about it. Should this process die in
 * between, or not reach the others, a worker tells them. For what is not a guild's state: that goes through `changeGuild`,
 * which does the same.
 */
export async function changeAndTell<T, R>(chat: Chat, change: TellingChange<T, R>): Promise<R> {
  const { result, audited, entry } = await chat.database.transaction(async (tx) => {
    const made = await change.apply(tx)
    const about = change.about(made)
    const at = new Date(chat.clock.now())
    return {
      result: made,
      audited: auditDispatches(tx),
      entry: about && (await insertEntry(tx, about, at)),
    }
  })
  const told = await change.tell(result)
  publish(chat.bus, audited)
  if (entry !== null) chat.told.add([entry])
  return told
}
