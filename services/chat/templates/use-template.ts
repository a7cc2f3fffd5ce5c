import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { moderationRefusals, type GuildState, type SerializedGuild } from '../contract/index.ts'
import { createGuild } from '../guilds/create-guild.ts'
import { editGuild } from '../guilds/edit-guild.ts'
import { findBuiltIn } from './built-in.ts'
import { planGuild } from './plan-guild.ts'
import { openTemplate } from './template-seals.ts'
import { countTemplateUse, findTemplate } from './template-store.ts'

/** Makes a guild as a template says, whose only member, and owner, is `by`. */
export async function useTemplate(
  chat: Chat,
  by: Actor,
  wish: { readonly code: string; readonly name: string; readonly icon?: string | null | undefined },
): Promise<GuildState> {
  const guild = await createGuild(chat, by, planGuild(wish.name, await contentOf(chat, wish.code)))
  await countTemplateUse(chat.database, wish.code)
  return wish.icon ? editGuild(chat, by, { guildId: guild.id, icon: wish.icon }) : guild
}

async function contentOf(chat: Chat, code: string): Promise<SerializedGuild> {
  const builtIn = findBuiltIn(code)
  if (builtIn) return builtIn.content
  const row = await findTemplate(chat.database, code)
  const words = row && (await openTemplate(chat, row))
  return words?.content ?? refuse(moderationRefusals.unknown_template)
}
