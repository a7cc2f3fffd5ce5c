import { isDeepStrictEqual } from 'node:util'
import { refuse } from '@alles/platform/contract'
import type { Chat } from '../chat.ts'
import { deletedUser, moderationRefusals, type SerializedGuild, type Template } from '../contract/index.ts'
import { openTemplate } from './template-seals.ts'
import type { TemplateRow } from './template-store.ts'

/** `now`: what its guild looks like, for members of it. */
export async function showTemplate(
  chat: Chat,
  row: TemplateRow,
  now: SerializedGuild | null,
): Promise<Template> {
  const words = (await openTemplate(chat, row)) ?? refuse(moderationRefusals.unknown_template)
  const { creatorRef: ref } = row
  const creator = (ref === null ? undefined : (await chat.authors.users([ref])).get(ref)) ?? deletedUser('0')
  return {
    code: row.code,
    name: words.name,
    description: words.description,
    usage_count: row.usageCount,
    creator_id: creator.id,
    creator,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    source_guild_id: row.guildId,
    serialized_source_guild: words.content,
    is_dirty: now && !isDeepStrictEqual(now, words.content),
  }
}
