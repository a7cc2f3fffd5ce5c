import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import type { VoteKey, VoteRow } from './poll-store.ts'

const { poll_votes } = catalogue.tables

function rowOf({ channelId, id, choice, ref }: VoteKey): string {
  return `${channelId}:${id}:${choice}:${ref}`
}

/** The number of the answer that somebody chose, sealed with the key of their membership. */
export async function sealAnswer(
  chat: Chat,
  key: VoteKey,
  { keyId, answerId }: { readonly keyId: string; readonly answerId: number },
): Promise<Buffer> {
  const [sealed] = await chat.sealer.seal(poll_votes, 'answer', [
    { row: rowOf(key), key: keyId, value: answerId },
  ])
  if (!sealed) throw new Error('a vote was not sealed')
  return Buffer.from(sealed)
}

/** In the order of rows; null where the key was destroyed. */
export async function openAnswers(chat: Chat, rows: readonly VoteRow[]): Promise<(number | null)[]> {
  return chat.sealer.open<number, typeof poll_votes>(
    poll_votes,
    'answer',
    rows.map((row) => ({ row: rowOf(row), sealed: row.answer })),
  )
}
