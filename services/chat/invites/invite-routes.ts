import { refuse } from '@alles/platform/contract'
import type { Routes } from '@alles/platform/http'
import { acting } from '../audit-log/acting.ts'
import type { Chat } from '../chat.ts'
import { getChannelFor, requireInChannel } from '../channels/channel-access.ts'
import * as contract from '../contract/index.ts'
import { requirePermission, getGuildOf } from '../guilds/guild-access.ts'
import { counts } from '../guilds/guild-routes.ts'
import { acceptInvite } from './accept-invite.ts'
import { createInvite } from './create-invite.ts'
import { deleteInvite } from './delete-invite.ts'
import { findAnyInvite } from './find-any-invite.ts'
import { showInvite, showManagedInvite, showManagedInvites } from './invite-events.ts'
import { listInvites } from './invite-store.ts'

const { refusals } = contract

export function inviteRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.createInvite, async (input, exchange) => {
    const { channelId, temporary, unique } = input
    const wish = { channelId, temporary, unique, maxAge: input.max_age, maxUses: input.max_uses }
    const invite = await createInvite(chat, acting(exchange), wish)
    const guild = (await chat.guilds.get(invite.guildId)) ?? refuse(refusals.unknown_channel)
    return (await showManagedInvite(chat, guild, invite)) ?? refuse(refusals.unknown_channel)
  })
  routes.answer(contract.deleteInvite, async ({ code }, exchange) => {
    const { guild, invite } = await deleteInvite(chat, acting(exchange), code)
    return (await showManagedInvite(chat, guild, invite)) ?? refuse(refusals.unknown_invite)
  })
  routes.answer(contract.acceptInvite, async ({ code }, { actor }) => {
    const { guild, invite, newMember } = await acceptInvite(chat, actor, code)
    const shown = (await showInvite(chat, guild, invite)) ?? refuse(refusals.unknown_invite)
    return { ...shown, new_member: newMember }
  })
  readingRoutes(chat, routes)
}

function readingRoutes(chat: Chat, routes: Routes): void {
  const now = () => new Date(chat.clock.now())
  routes.answer(contract.getInvite, async (input) => {
    const invite = await findAnyInvite(chat, chat.database, input.code)
    const guild = invite && (await chat.guilds.get(invite.guildId))
    const shown = guild && (await showInvite(chat, guild, invite))
    if (!shown) return refuse(refusals.unknown_invite)
    return { ...shown, ...(input.with_counts === true && counts(chat, guild)) }
  })
  routes.answer(contract.listChannelInvites, async ({ channelId }, { actor }) => {
    const here = await getChannelFor(chat, actor, channelId)
    requireInChannel(here, 'MANAGE_CHANNELS')
    const invites = await listInvites(chat.database, { guildId: here.guild.id, channelId }, now())
    return showManagedInvites(chat, here.guild, invites)
  })
  routes.answer(contract.listGuildInvites, async ({ guildId }, { actor }) => {
    const inside = await getGuildOf(chat, actor, guildId)
    requirePermission(inside, 'MANAGE_GUILD')
    return showManagedInvites(chat, inside.guild, await listInvites(chat.database, { guildId }, now()))
  })
}
