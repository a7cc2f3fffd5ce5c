import { refuse } from '@alles/platform/contract'
import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { getGuildOf, requirePermission } from '../guilds/guild-access.ts'
import { findBuiltIn, listBuiltIn, showBuiltIn } from './built-in.ts'
import { createTemplate, deleteTemplate, editTemplate, syncTemplate } from './change-template.ts'
import { serializeGuild } from './serialize-guild.ts'
import { showTemplate } from './show-template.ts'
import { findTemplate, findTemplateOf } from './template-store.ts'
import { useTemplate } from './use-template.ts'

export function templateRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.listBuiltInTemplates, ({ language }) => listBuiltIn(language))
  routes.answer(contract.getTemplate, async ({ code }) => {
    const builtIn = findBuiltIn(code)
    if (builtIn) return showBuiltIn(builtIn)
    const row = await findTemplate(chat.database, code)
    return showTemplate(chat, row ?? refuse(contract.moderationRefusals.unknown_template), null)
  })
  routes.answer(contract.useTemplate, async (wish, { actor }) =>
    contract.renderGuild(await useTemplate(chat, actor, wish)),
  )
  routes.answer(contract.listTemplates, async ({ guildId }, { actor }) => {
    const inside = await getGuildOf(chat, actor, guildId)
    requirePermission(inside, 'MANAGE_GUILD')
    const row = await findTemplateOf(chat.database, guildId)
    return row ? [await showTemplate(chat, row, serializeGuild(inside.guild, inside.member))] : []
  })
  routes.answer(contract.createTemplate, ({ guildId, name, description }, { actor }) =>
    createTemplate(chat, actor, { guildId, name, description: description ?? null }),
  )
  routes.answer(contract.syncTemplate, (key, { actor }) => syncTemplate(chat, actor, key))
  routes.answer(contract.editTemplate, ({ name, ...edit }, { actor }) =>
    editTemplate(chat, actor, { ...edit, name: name ?? undefined }),
  )
  routes.answer(contract.deleteTemplate, (key, { actor }) => deleteTemplate(chat, actor, key))
}
