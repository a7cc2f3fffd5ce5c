import { refuse } from '@alles/platform/contract'
import type { Routes } from '@alles/platform/http'
import { acting } from '../audit-log/acting.ts'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { getGuildOf } from '../guilds/guild-access.ts'
import { createRole, type RoleWish } from './create-role.ts'
import { deleteRole } from './delete-role.ts'
import { editRole } from './edit-role.ts'
import { moveRoles } from './move-roles.ts'
import { listMemberCounts } from './role-store.ts'

export function roleRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.listRoles, async ({ guildId }, { actor }) => {
    const { guild } = await getGuildOf(chat, actor, guildId)
    return guild.roles.map(contract.renderRole)
  })
  routes.answer(contract.countRoleMembers, async ({ guildId }, { actor }) => {
    await getGuildOf(chat, actor, guildId)
    return Object.fromEntries(await listMemberCounts(chat.database, guildId))
  })
  routes.answer(contract.getRole, async ({ guildId, roleId }, { actor }) => {
    const { guild } = await getGuildOf(chat, actor, guildId)
    const role = guild.roles.find((one) => one.id === roleId)
    return contract.renderRole(role ?? refuse(contract.refusals.unknown_role))
  })
  routes.answer(contract.createRole, async (input, exchange) =>
    contract.renderRole(
      await createRole(chat, acting(exchange), {
        guildId: input.guildId,
        ...wishOf(input),
        picture: input.icon,
      }),
    ),
  )
  routes.answer(contract.editRole, async (input, exchange) => {
    const { guildId, roleId } = input
    const edit = { guildId, roleId, ...wishOf(input), picture: input.icon }
    return contract.renderRole(await editRole(chat, acting(exchange), edit))
  })
  routes.answer(contract.moveRoles, async (input, exchange) => {
    const guild = await moveRoles(chat, acting(exchange), {
      guildId: input.guildId,
      moves: input.moves.map((move) => ({ id: move.id, position: move.position ?? undefined })),
    })
    return guild.roles.map(contract.renderRole)
  })
  routes.answer(contract.deleteRole, (input, exchange) => deleteRole(chat, acting(exchange), input))
}

interface Given {
  readonly name?: string | null | undefined
  readonly permissions?: string | null | undefined
  readonly color?: number | null | undefined
  readonly colors?: { readonly primary_color: number } | null | undefined
  readonly hoist?: boolean | null | undefined
  readonly mentionable?: boolean | null | undefined
  readonly unicode_emoji?: string | null | undefined
}

function wishOf(given: Given): RoleWish {
  return {
    name: given.name ?? undefined,
    permissions: given.permissions ? BigInt(given.permissions) : undefined,
    color: given.colors?.primary_color ?? given.color ?? undefined,
    hoist: given.hoist ?? undefined,
    mentionable: given.mentionable ?? undefined,
    unicodeEmoji: given.unicode_emoji,
  }
}
