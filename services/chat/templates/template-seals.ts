import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import type { SerializedGuild } from '../contract/index.ts'
import type { TemplateRow } from './template-store.ts'

const { guild_templates: table } = catalogue.tables

export interface TemplateWords {
  readonly name: string
  readonly description: string | null
  readonly content: SerializedGuild
}

interface SealedWords {
  readonly name: Buffer
  readonly description: Buffer | null
  readonly content: Buffer
}

export async function sealTemplate(
  chat: Chat,
  { code, keyId: key }: { readonly code: string; readonly keyId: string },
  words: TemplateWords,
): Promise<SealedWords> {
  const place = { row: code, key }
  const [name, description, content] = await Promise.all([
    chat.sealer.seal(table, 'name', [{ ...place, value: words.name }]),
    chat.sealer.seal(table, 'description', words.description ? [{ ...place, value: words.description }] : []),
    chat.sealer.seal(table, 'content', [{ ...place, value: words.content }]),
  ])
  const bytes = ([sealed]: readonly Uint8Array[]) => (sealed ? Buffer.from(sealed) : Buffer.alloc(0))
  return {
    name: bytes(name),
    description: description.length > 0 ? bytes(description) : null,
    content: bytes(content),
  }
}

/** Null where its guild's key was destroyed. */
export async function openTemplate(chat: Chat, row: TemplateRow): Promise<TemplateWords | null> {
  const item = (sealed: Buffer | null) => (sealed ? [{ row: row.code, sealed }] : [])
  const [[name], [description], [content]] = await Promise.all([
    chat.sealer.open(table, 'name', item(row.name)),
    chat.sealer.open(table, 'description', item(row.description)),
    chat.sealer.open<SerializedGuild, typeof table>(table, 'content', item(row.content)),
  ])
  return name && content ? { name, description: description ?? null, content } : null
}
