import { edgeRefusals, refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import { findBan } from '../bans/ban-store.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
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
  type UnversionedMember,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { askToGreet } from '../messages/greet.ts'
import { placeRole } from '../roles/place-role.ts'
import { roleEvent } from '../roles/role-events.ts'
import { updateRole } from '../roles/role-store.ts'
import { addMember, prepareMembership } from './add-member.ts'
import { findActor } from './find-member.ts'
import type { LockedMembers } from './locked-members.ts'
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
  granted(known, await findActor(chat, known, bot.by), bot)
  const membership = await prepareMembership(chat, bot.guildId, bot.accountId)
  await changeGuild(chat, bot.guildId, {
    apply: (tx, guild, members) => put(chat, tx, { guild, members, bot, membership }),
    touches: ({ added, member }) => ({
      structure: true,
      members: member ? [{ how: added ? 'joined' : 'changed', member }] : [],
    }),
    async announce(after, { roleId, member }) {
      const role = after.roles.find((one) => one.id === roleId)
      if (!role) return []
      if (!member) return [roleEvent('GUILD_ROLE_UPDATE', after, role)]
      const [add, ...rest] = await joined(chat, after, member)
      const created = roleEvent('GUILD_ROLE_CREATE', after, role)
      return [created, ...(add ? [add] : []), await memberUpdated(chat, after, member), ...rest]
    },
  })
}

interface Put {
  readonly roleId: string
  /** Whether it was not in before. */
  readonly added: boolean
  /** The bot with its role, where that is new. */
  readonly member: UnversionedMember | null
}

interface Putting {
  readonly guild: GuildState
  readonly members: LockedMembers
  readonly bot: BotToAdd
  readonly membership: MembershipRow
}

async function put(
  chat: Chat,
  tx: Transaction<Schema>,
  { guild, members, bot, membership }: Putting,
): Promise<Put> {
  const adder = await members.findActor(bot.by)
  const known = await members.find(bot.accountId)
  const bits = granted(guild, adder, bot)
  const own = guild.roles.find((role) => role.botId === bot.accountId)
  if (own && known) {
    const mayChange = mayManageRole(guild, adder ?? undefined, own)
    if (mayChange) await updateRole(tx, own.id, { permissions: bits })
    return { roleId: own.id, added: false, member: null }
  }
  if (await findBan(tx, guild.id, bot.accountId)) refuse(refusals.banned)
  const joining = { guildId: guild.id, accountId: bot.accountId, membership }
  const member = known ?? (await addMember(chat, tx, joining))
  if (!known) await askToGreet(chat, tx, { guild, member })
  const id = chat.ids.next()
  const managedBy = member.membershipRef
  await placeRole(chat, tx, { id, guild, name: bot.name ?? 'bot', permissions: bits, managedBy })
  await insertMemberRoles(tx, { guildId: guild.id, ref: managedBy, roleIds: [id] })
  if (adder && !known) await writeAuditLog(chat, tx, { guild, actor: adder, action: 'BOT_ADD', member })
  return { roleId: id, added: !known, member: { ...member, roleIds: [...member.roleIds, id] } }
}

/** What of the permissions asked for may be given; refuses who may not add bots. */
function granted(
  guild: GuildState,
  member: MemberState | null,
  { by, permissions: asked }: BotToAdd,
): bigint {
  if (!member || by.bot) return refuse(edgeRefusals.not_found)
  const held = basePermissions(guild, member)
  if (!holds(held, permissions.MANAGE_GUILD)) refuse(edgeRefusals.not_allowed)
  return asked & everyPermission & held
}
