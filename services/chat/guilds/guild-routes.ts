import type { Input } from '@alles/platform/contract'
import type { Routes } from '@alles/platform/http'
import { acting } from '../audit-log/acting.ts'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { createGuild } from './create-guild.ts'
import { deleteGuild } from './delete-guild.ts'
import { editGuild } from './edit-guild.ts'
import { getGuildOf } from './guild-access.ts'
import type { SettingsEdit } from './guild-settings.ts'
import { leaveGuild } from './leave-guild.ts'
import { listMyGuilds } from './list-my-guilds.ts'

export function guildRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.createGuild, async (input, { actor }) =>
    contract.renderGuild(
      await createGuild(chat, actor, { name: input.name, channels: input.channels ?? [] }),
    ),
  )
  routes.answer(contract.getGuild, async (input, { actor }) => {
    const { guild } = await getGuildOf(chat, actor, input.guildId)
    return { ...contract.renderGuild(guild), ...(input.with_counts === true && counts(chat, guild)) }
  })
  routes.answer(contract.editGuild, async (input, exchange) => {
    if (input.owner_id !== undefined && input.owner_id !== null) exchange.requireFresh()
    const edited = await editGuild(chat, acting(exchange), {
      guildId: input.guildId,
      name: input.name ?? undefined,
      ownerId: input.owner_id ?? undefined,
      settings: settingsIn(input),
      icon: input.icon,
      banner: input.banner,
    })
    return contract.renderGuild(edited)
  })
  routes.answer(contract.deleteGuild, (input, { actor }) => deleteGuild(chat, actor, input.guildId))
  routes.answer(contract.leaveGuild, (input, { actor }) => leaveGuild(chat, actor, input.guildId))
  routes.answer(contract.listMyGuilds, async (input, { actor }) => {
    const guilds = await listMyGuilds(chat, actor.accountId, input)
    return guilds.map(({ guild, member }) => ({
      ...contract.renderMyGuild(guild, member),
      ...(input.with_counts === true && counts(chat, guild)),
    }))
  })
}

/** How many there are, and how many of them are seen to be online. */
export function counts({ online }: Pick<Chat, 'online'>, guild: contract.GuildState) {
  return {
    approximate_member_count: guild.memberCount,
    approximate_presence_count: online.of(guild.id),
  }
}

/** What a request says of the settings; null says nothing, except of what can be taken away. */
export function settingsIn(input: Input<typeof contract.editGuild>): SettingsEdit {
  const given = {
    description: input.description,
    systemChannelId: input.system_channel_id,
    systemChannelFlags: input.system_channel_flags ?? undefined,
    rulesChannelId: input.rules_channel_id,
    publicUpdatesChannelId: input.public_updates_channel_id,
    verificationLevel: input.verification_level ?? undefined,
    defaultMessageNotifications: input.default_message_notifications ?? undefined,
    explicitContentFilter: input.explicit_content_filter ?? undefined,
    preferredLocale: input.preferred_locale ?? undefined,
    nsfwLevel: input.nsfw_level ?? undefined,
    features: input.features ?? undefined,
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}
