import type { Routes } from '@alles/platform/http'
import { acting } from '../audit-log/acting.ts'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { editGuild } from './edit-guild.ts'
import { editVanity, getVanity } from './edit-vanity.ts'
import { getGuildOf } from './guild-access.ts'
import { counts } from './guild-routes.ts'
import { countPrune, prune } from './prune.ts'
import { listDeleted, restoreGuild } from './restore-guild.ts'

export function guildSettingsRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.getGuildSettings, async ({ guildId }, { actor }) => {
    const { guild } = await getGuildOf(chat, actor, guildId)
    return { link_previews: guild.settings.linkPreviews }
  })
  routes.answer(contract.editGuildSettings, async (input, exchange) => {
    const { guildId, link_previews: linkPreviews } = input
    const settings = linkPreviews === undefined ? {} : { linkPreviews }
    const guild = await editGuild(chat, acting(exchange), { guildId, settings })
    return { link_previews: guild.settings.linkPreviews }
  })
  routes.answer(contract.getGuildPreview, async ({ guildId }, { actor }) => {
    const { guild } = await getGuildOf(chat, actor, guildId)
    return { ...contract.renderGuild(guild), ...counts(chat, guild) }
  })
  routes.answer(contract.getVanity, ({ guildId }, { actor }) => getVanity(chat, actor, guildId))
  routes.answer(contract.editVanity, ({ guildId, code }, exchange) =>
    editVanity(chat, acting(exchange), { guildId, code: code || null }),
  )
  routes.answer(contract.countPrune, async (input, { actor }) => ({
    pruned: await countPrune(chat, actor, { ...input, roleIds: input.include_roles ?? [] }),
  }))
  routes.answer(contract.prune, async (input, exchange) => {
    const pruned = await prune(chat, acting(exchange), { ...input, roleIds: input.include_roles ?? [] })
    return { pruned: input.compute_prune_count ? pruned : null }
  })
  routes.answer(contract.listDeletedGuilds, (_, { actor }) => listDeleted(chat, actor))
  routes.answer(contract.restoreGuild, ({ guildId }, { actor }) => restoreGuild(chat, actor, guildId))
}
