import { edgeRefusals, refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import { findBan } from '../bans/ban-store.ts'
import type { Chat } from '../chat.ts'
import {
  basePermissions,
  everyPermission,
  holds,
  mayManageRole,
  permissions,
  refusals,
  type GuildState,
  type MemberState,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { placeRole } from '../roles/place-role.ts'
import { roleEvent } from '../roles/role-events.ts'
import { updateRole } from '../roles/role-store.ts'
import { addMember, prepareMembership } from './add-member.ts'
import { joined, memberUpdated } from './member-events.ts'
import { insertMemberRoles, type MembershipRow } from './member-store.ts'

export interface BotToAdd {
  readonly guildId: string
  /** The bot's account. */
  readonly accountId: string
  /** What the role of its own is called. */
  readonly name?: string | undefined
  readonly permissions: bigint
  readonly by: Actor
}

/**
 * Makes a bot a member with a role of its own, for a person who may manage the guild. Does nothing twice, but gives the
 * role other permissions where the person may manage it.
 */
export async function addBot(chat: Chat, bot: BotToAdd): Promise<void> {
  const known = await chat.guilds.get(bot.guildId)
  if (!known) refuse(edgeRefusals.not_found)
  granted(known, bot)
  const membership = await prepareMembership(chat, bot.guildId, bot.accountId)
  await changeGuild(chat, bot.guildId, {
    apply: (tx, guild) => put(chat, tx, { guild, bot, membership }),
    async announce(after, { roleId, added }) {
      const role = after.roles.find((one) => one.id === roleId)
      const member = after.members.get(bot.accountId)
      if (!role || !member) return []
      if (!added) return [roleEvent('GUILD_ROLE_UPDATE', after, role)]
      const [add, ...rest] = await joined(chat, after, member)
      const created = roleEvent('GUILD_ROLE_CREATE', after, role)
      return [created, ...(add ? [add] : []), await memberUpdated(chat, after, member), ...rest]
    },
  })
}

interface Putting {
  readonly guild: GuildState
  readonly bot: BotToAdd
  readonly membership: MembershipRow
}

async function put(
  chat: Chat,
  tx: Transaction<Schema>,
  { guild, bot, membership }: Putting,
): Promise<{ roleId: string; added: boolean }> {
  const bits = granted(guild, bot)
  const own = guild.roles.find((role) => role.botId === bot.accountId)
  if (own && guild.members.has(bot.accountId)) {
    const mayChange = mayManageRole(guild, guild.members.get(bot.by.accountId), own)
    if (mayChange) await updateRole(tx, own.id, { permissions: bits })
    return { roleId: own.id, added: false }
  }
  if (await findBan(tx, guild.id, bot.accountId)) refuse(refusals.banned)
  const joining = { guildId: guild.id, accountId: bot.accountId, membership }
  const member: MemberState = guild.members.get(bot.accountId) ?? (await addMember(chat, tx, joining))
  const id = chat.ids.next()
  const managedBy = member.membershipRef
  await placeRole(chat, tx, { id, guild, name: bot.name ?? 'bot', permissions: bits, managedBy })
  await insertMemberRoles(tx, { guildId: guild.id, ref: managedBy, roleIds: [id] })
  return { roleId: id, added: true }
}

/** What of the permissions asked for may be given; refuses who may not add bots. */
function granted(guild: GuildState, { by, permissions: asked }: BotToAdd): bigint {
  const member = guild.members.get(by.accountId)
  if (!member || by.bot) return refuse(edgeRefusals.not_found)
  const held = basePermissions(guild, member)
  if (!holds(held, permissions.MANAGE_GUILD)) refuse(edgeRefusals.not_allowed)
  return asked & everyPermission & held
}
