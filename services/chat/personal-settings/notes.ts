import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import { noteRefusals, refusals } from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'
import { changeAndTell } from '../outbox/change-and-tell.ts'
import { changePersonal } from './change-personal.ts'
import { countNotes, findNote, listNotes, putNoteRow, removeNote } from './personal-store.ts'

const table = catalogue.tables.notes
const mostNotes = 1000

/** What an account noted of another; empty where it noted nothing. */
export async function getNote(chat: Chat, by: Actor, otherId: string): Promise<string> {
  if (by.bot) refuse(refusals.people_only)
  return readNote(chat, by.accountId, otherId)
}

export async function readNote(chat: Chat, accountId: string, otherId: string): Promise<string> {
  const sealed = await findNote(chat.database, accountId, otherId)
  const [note] = sealed
    ? await chat.sealer.open(table, 'note', [{ row: `${accountId}:${otherId}`, sealed }])
    : []
  return note ?? ''
}

/** Every note of an account, by the accounts they are of. */
export async function listNotesBy(chat: Chat, accountId: string): Promise<Record<string, string>> {
  const rows = await listNotes(chat.database, accountId, mostNotes)
  const opened = await chat.sealer.open(
    table,
    'note',
    rows.map((one) => ({ row: `${accountId}:${one.otherId}`, sealed: one.note })),
  )
  return Object.fromEntries(rows.map((row, index) => [row.otherId, opened[index] ?? '']))
}

/** Notes something, or takes the note away where it is empty. */
export async function putNote(
  chat: Chat,
  by: Actor,
  { otherId, note }: { readonly otherId: string; readonly note: string },
): Promise<void> {
  const { accountId } = by
  if (by.bot) refuse(refusals.people_only)
  const users = await chat.authors.usersOfAccounts([otherId])
  if (!users.has(otherId)) refuse(refusals.unknown_user)
  const tell = () =>
    publish(chat.bus, [
      { t: 'USER_NOTE_UPDATE', d: { id: otherId, note }, audience: { kind: 'account', accountId } },
    ])
  if (note === '')
    return changeAndTell(chat, {
      apply: (tx) => removeNote(tx, accountId, otherId),
      about: () => ({ own: [[accountId, 'note', otherId]] }),
      tell,
    })
  await changePersonal(chat, by, {
    what: 'note',
    of: otherId,
    async apply(tx, { keyId }) {
      const known = await findNote(tx, accountId, otherId)
      if (!known && (await countNotes(tx, accountId)) >= mostNotes) refuse(noteRefusals.too_many_notes)
      const [sealed] = await chat.sealer.seal(table, 'note', [
        { row: `${accountId}:${otherId}`, key: keyId, value: note },
      ])
      if (!sealed) throw new Error('a note was not sealed')
      await putNoteRow(tx, accountId, { otherId, note: Buffer.from(sealed) })
    },
    tell,
  })
}
