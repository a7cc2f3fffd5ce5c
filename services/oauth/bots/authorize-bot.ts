import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import { openApplication } from '../applications/application-fields.ts'
import { findApplicationRow, type ApplicationRow } from '../applications/application-store.ts'
import { refusals } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'

const known: ReadonlySet<string> = new Set(['bot', 'applications.commands'])

/** An application that may be added with these scopes. */
export async function getAddable(oauth: OAuth, id: string, scope: string): Promise<ApplicationRow> {
  const scopes = scope.split(/[\s+]+/).filter((one) => one !== '')
  if (!scopes.includes('bot') || scopes.some((one) => !known.has(one))) refuse(refusals.invalid_scope)
  const row = await findApplicationRow(oauth.database, id)
  if (!row) refuse(refusals.unknown_application)
  return row
}

export interface Authorization {
  readonly applicationId: string
  readonly scope: string
  readonly guildId: string
  readonly permissions: string
}

/** Adds an application's bot to a guild; the chat refuses those who may not manage it. Does nothing twice. */
export async function authorizeBot(oauth: OAuth, by: Actor, given: Authorization): Promise<void> {
  const row = await getAddable(oauth, given.applicationId, given.scope)
  if (!row.has_bot) refuse(refusals.no_bot)
  const { name } = await openApplication(oauth, row)
  await oauth.chat.addBot({
    guildId: given.guildId,
    accountId: row.id,
    name,
    permissions: given.permissions,
    by,
  })
}
