import type { Connection } from '@alles/platform/postgres'
import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import type { GuildState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { findScreening } from './screening-store.ts'

const { guilds: table } = catalogue.tables

export interface ScreeningForm {
  readonly description: string | null
  readonly fields: readonly { readonly label: string; readonly values: readonly string[] }[]
}

export interface KnownForm extends ScreeningForm {
  readonly changedAt: Date
}

export async function sealForm(chat: Chat, guild: GuildState, form: ScreeningForm): Promise<Buffer> {
  const item = { row: guild.id, key: guild.keyId, value: form }
  const [sealed] = await chat.sealer.seal(table, 'screening_form', [item])
  if (!sealed) throw new Error('the rules of a guild were not sealed')
  return Buffer.from(sealed)
}

/** Null where a guild never asked anything of new members. */
export async function readForm(
  chat: Chat,
  on: Connection<Schema>,
  guildId: string,
): Promise<KnownForm | null> {
  const row = await findScreening(on, guildId)
  if (!row) return null
  const [form] = await chat.sealer.open<ScreeningForm, typeof table>(table, 'screening_form', [
    { row: guildId, sealed: row.form },
  ])
  return form ? { ...form, changedAt: row.changedAt } : null
}
