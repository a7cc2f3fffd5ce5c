import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { createGuild } from './create-guild.ts'
import { deleteGuild } from './delete-guild.ts'
import { editGuild } from './edit-guild.ts'
import { getGuildOf } from './guild-access.ts'
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
    return { ...contract.renderGuild(guild), ...(input.with_counts === true && counts(guild)) }
  })
  routes.answer(contract.editGuild, async (input, { actor }) =>
    contract.renderGuild(
      await editGuild(chat, actor, {
        guildId: input.guildId,
        name: input.name ?? undefined,
        ownerId: input.owner_id ?? undefined,
      }),
    ),
  )
  routes.answer(contract.deleteGuild, (input, { actor }) => deleteGuild(chat, actor, input.guildId))
  routes.answer(contract.leaveGuild, (input, { actor }) => leaveGuild(chat, actor, input.guildId))
  routes.answer(contract.listMyGuilds, async (input, { actor }) => {
    const guilds = await listMyGuilds(chat, actor.accountId, input)
    return guilds.map(({ guild, member }) => ({
      ...contract.renderMyGuild(guild, member),
      ...(input.with_counts === true && counts(guild)),
    }))
  })
}

/** Nobody's presence is known or told: everybody counts as away. */
export function counts(guild: contract.GuildState) {
  return { approximate_member_count: guild.memberCount, approximate_presence_count: 0 }
}
