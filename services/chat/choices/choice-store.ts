import type { Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

/**
 * Deletes what is left of one reaction or answer that is gone, some rows at most. Answers whether there may be more to
 * delete, of it or of others.
 */
export async function sweepRemoved({ sql }: Transaction<Schema>, limit: number): Promise<boolean> {
  const [one] = await sql<{ channel: string; message: string; choice: string }[]>`
    select channel_id as channel, message_id as message, choice_id as choice from removed_choices
    limit 1 for update skip locked`
  if (!one) return false
  const { channel, message, choice } = one
  const reactors = await sql`
    delete from reactors where ctid = any (array(
      select ctid from reactors where channel_id = ${channel} and message_id = ${message}
        and reaction_id = ${choice} limit ${limit}))`
  const votes = await sql`
    delete from poll_votes where ctid = any (array(
      select ctid from poll_votes where channel_id = ${channel} and message_id = ${message}
        and choice_id = ${choice} limit ${limit}))`
  if (reactors.count < limit && votes.count < limit)
    await sql`
      delete from removed_choices where channel_id = ${channel} and message_id = ${message}
        and choice_id = ${choice}`
  return true
}
