import { refuse } from '@alles/platform/contract'
import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { getGuildOf } from '../guilds/guild-access.ts'
import { changeRole, editMember } from './edit-member.ts'
import { kickMember } from './kick-member.ts'
import { findMember } from './find-member.ts'
import { listMembers } from './list-members.ts'
import { showMember, showMembers } from './member-events.ts'
import { searchMembers } from './search-members.ts'

export function memberRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.listMembers, async (input, { actor }) => {
    const { guild } = await getGuildOf(chat, actor, input.guildId)
    return showMembers(chat, await listMembers(chat, { ...input, guildId: guild.id }))
  })
  routes.answer(contract.searchMembers, async (input, { actor }) => {
    const { guild } = await getGuildOf(chat, actor, input.guildId)
    return showMembers(chat, await searchMembers(chat, guild, input))
  })
  routes.answer(contract.getMember, async ({ guildId, userId }, { actor }) => {
    const { guild } = await getGuildOf(chat, actor, guildId)
    const member = await findMember(chat, guild, userId === '@me' ? actor.accountId : userId)
    return showMember(chat, member ?? refuse(contract.refusals.unknown_member))
  })
  changingRoutes(chat, routes)
}

function changingRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.editMember, async (input, { actor }) => {
    const { guildId, userId, nick, roles } = input
    return showMember(
      chat,
      await editMember(chat, actor, { guildId, accountId: userId, nick, roleIds: roles ?? undefined }),
    )
  })
  routes.answer(contract.editMe, async ({ guildId, nick }, { actor }) =>
    showMember(chat, await editMember(chat, actor, { guildId, accountId: actor.accountId, nick })),
  )
  routes.answer(contract.kickMember, ({ guildId, userId }, { actor }) =>
    kickMember(chat, actor, { guildId, accountId: userId }),
  )
  routes.answer(contract.giveRole, ({ guildId, userId, roleId }, { actor }) =>
    changeRole(chat, actor, { guildId, accountId: userId, roleId, has: true }),
  )
  routes.answer(contract.takeRole, ({ guildId, userId, roleId }, { actor }) =>
    changeRole(chat, actor, { guildId, accountId: userId, roleId, has: false }),
  )
}
