import { edgeRefusals, refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import type { Invitation } from '../contract/index.ts'
import { findPerson } from '../people/person-store.ts'
import { newInvitationCode } from './invitation-code.ts'
import { indexInvitation } from './invitation-index.ts'
import { insertInvitation } from './invitation-store.ts'

export interface NewInvitation {
  /** The administrator who invites. */
  readonly personId: string
  readonly uses: number
  readonly days: number
  readonly note: string | null
}

const dayMs = 24 * 60 * 60_000

/** An invitation to this instance. Code and note are sealed with the key of whoever invites, and go with them. */
export async function createInvitation(accounts: Accounts, given: NewInvitation): Promise<Invitation> {
  const person = await findPerson(accounts.database, given.personId)
  if (!person) refuse(edgeRefusals.not_signed_in)
  const id = accounts.ids.next()
  const code = newInvitationCode()
  const item = (value: string) => [{ row: id, key: person.key_id, value }]
  const table = catalogue.tables.invitations
  const [[sealedCode], [sealedNote], index] = await Promise.all([
    accounts.sealer.seal(table, 'code', item(code)),
    accounts.sealer.seal(table, 'note', given.note === null ? [] : item(given.note)),
    indexInvitation(accounts, code),
  ])
  if (!sealedCode) throw new Error('the code of an invitation was not sealed')
  const expiresAt = new Date(accounts.clock.now() + given.days * dayMs)
  await insertInvitation(accounts.database, {
    id,
    code: Buffer.from(sealedCode),
    code_index: index,
    created_by: person.id,
    note: sealedNote ? Buffer.from(sealedNote) : null,
    uses_left: given.uses,
    expires_at: expiresAt,
  })
  return { id, code, note: given.note, uses_left: given.uses, expires_at: expiresAt.toISOString() }
}
