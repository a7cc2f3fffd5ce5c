import { command, query, Snowflake, z } from '@alles/platform/contract'
import { conversationRefusals } from './conversation-refusals.ts'
import { refusals } from './refusals.ts'
import { Flag, Invite, ManagedInvite } from './wire.ts'

const InviteCode = z.string().regex(/^[A-Za-z0-9-]{2,32}$/, 'is not an invite code')
const noChannel = [
  refusals.unknown_channel,
  refusals.missing_access,
  refusals.missing_permissions,
  conversationRefusals.direct_channel,
]

/**
 * `max_age` in seconds, a day unless said otherwise; 0: without end. `max_uses` 0: without limit. Unless `unique`, an
 * invite of the same kind that the caller made and that still has its whole time and all its uses is answered again.
 */
export const createInvite = command('chat.createInvite', {
  about: 'Makes an invite to the server of a channel.',
  protocol: 'discord',
  http: 'POST /channels/:channelId/invites',
  caller: 'account',
  input: z.object({
    channelId: Snowflake,
    max_age: z.int().min(0).max(604_800).nullish(),
    max_uses: z.int().min(0).max(100).nullish(),
    temporary: z.boolean().nullish(),
    unique: z.boolean().nullish(),
  }),
  output: ManagedInvite,
  refuses: [...noChannel, refusals.unsupported_channel_type, refusals.too_many_invites],
  limit: { count: 30, seconds: 60, by: 'account' },
})

export const listChannelInvites = query('chat.listChannelInvites', {
  about: 'The invites of a channel, for who may manage it.',
  protocol: 'discord',
  http: 'GET /channels/:channelId/invites',
  caller: 'account',
  input: z.object({ channelId: Snowflake }),
  output: z.array(ManagedInvite),
  refuses: noChannel,
})

export const listGuildInvites = query('chat.listGuildInvites', {
  about: 'All invites of a server, for who may manage it.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/invites',
  caller: 'account',
  input: z.object({ guildId: Snowflake }),
  output: z.array(ManagedInvite),
  refuses: [refusals.unknown_guild, refusals.missing_permissions],
})

export const getInvite = query('chat.getInvite', {
  about: 'What an invite leads to, for whoever holds its code.',
  protocol: 'discord',
  http: 'GET /invites/:code',
  caller: 'anyone',
  input: z.object({
    code: InviteCode,
    with_counts: Flag.optional(),
    with_expiration: Flag.optional(),
  }),
  output: Invite,
  refuses: [refusals.unknown_invite],
  limit: { count: 60, seconds: 60, by: 'address' },
})

export const acceptInvite = command('chat.acceptInvite', {
  about: 'Joins the server of an invite. Who is in already stays, and uses nothing up.',
  protocol: 'discord',
  http: 'POST /invites/:code',
  caller: 'account',
  input: z.object({ code: InviteCode }),
  output: Invite.extend({ new_member: z.boolean() }),
  refuses: [refusals.unknown_invite, refusals.people_only, refusals.too_many_guilds, refusals.unknown_user],
  limit: { count: 20, seconds: 60, by: 'account' },
})

export const deleteInvite = command('chat.deleteInvite', {
  about: 'Takes back an invite: whoever made it, or may manage its channel or server.',
  protocol: 'discord',
  http: 'DELETE /invites/:code',
  caller: 'account',
  input: z.object({ code: InviteCode }),
  output: ManagedInvite,
  refuses: [refusals.unknown_invite, refusals.missing_permissions],
  limit: { count: 60, seconds: 60, by: 'account' },
})
