import { refuse } from '@alles/platform/contract'
import type { Routes } from '@alles/platform/http'
import { acting } from '../audit-log/acting.ts'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { getGuildOf } from '../guilds/guild-access.ts'
import { editMe } from './edit-me.ts'
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
  routes.answer(contract.getMyMember, async ({ guildId }, { actor }) => {
    const { member } = await getGuildOf(chat, actor, guildId)
    return showMember(chat, member)
  })
  routes.answer(contract.getMember, async ({ guildId, userId }, { actor }) => {
    const { guild } = await getGuildOf(chat, actor, guildId)
    const member = await findMember(chat, guild, userId === '@me' ? actor.accountId : userId)
    return showMember(chat, member ?? refuse(contract.refusals.unknown_member))
  })
  changingRoutes(chat, routes)
}

function changingRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.editMember, async (input, exchange) => {
    const until = input.communication_disabled_until
    const edited = await editMember(chat, acting(exchange), {
      guildId: input.guildId,
      accountId: input.userId,
      nick: input.nick,
      roleIds: input.roles ?? undefined,
      timedOutUntil: typeof until === 'string' ? Date.parse(until) : until,
    })
    return showMember(chat, edited)
  })
  routes.answer(contract.editMe, async (edit, exchange) =>
    showMember(chat, await editMe(chat, acting(exchange), edit)),
  )
  routes.answer(contract.kickMember, ({ guildId, userId }, exchange) =>
    kickMember(chat, acting(exchange), { guildId, accountId: userId }),
  )
  routes.answer(contract.giveRole, ({ guildId, userId, roleId }, exchange) =>
    changeRole(chat, acting(exchange), { guildId, accountId: userId, roleId, has: true }),
  )
  routes.answer(contract.takeRole, ({ guildId, userId, roleId }, exchange) =>
    changeRole(chat, acting(exchange), { guildId, accountId: userId, roleId, has: false }),
  )
}
