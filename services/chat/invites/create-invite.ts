import { refuse } from '@alles/platform/contract'
import { randomBelow } from '@alles/platform/ids'
import type { Acting } from '../audit-log/acting.ts'
import { auditDispatches } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import { refusals } from '../contract/index.ts'
import { channelIn, getChannelFor, requireInChannel } from '../channels/channel-access.ts'
import { lockedGuild } from '../guilds/change-guild.ts'
import { publish } from '../guilds/publish.ts'
import { lockedMembers } from '../members/locked-members.ts'
import { auditInvite } from './audit-invite.ts'
import { inviteCreated } from './invite-events.ts'
import { countInvites, insertInvite, listInvites, type InviteRow } from './invite-store.ts'

const mostInvites = 1000
const oneDay = 86_400

export interface InviteWish {
  readonly channelId: string
  /** Seconds, 0 for without end; a day unless said otherwise. */
  readonly maxAge?: number | null | undefined
  /** 0, without limit, unless said otherwise. */
  readonly maxUses?: number | null | undefined
  readonly temporary?: boolean | null | undefined
  /** Whether a fresh one must be made although a like one of the same maker exists. */
  readonly unique?: boolean | null | undefined
}

export async function createInvite(chat: Chat, by: Acting, wish: InviteWish): Promise<InviteRow> {
  const { guild, channel } = await getChannelFor(chat, by, wish.channelId)
  const now = new Date(chat.clock.now())
  const { invite, fresh, audited } = await chat.database.transaction(async (tx) => {
    const locked = await lockedGuild(chat, tx, guild.id)
    const here = channelIn(locked, await lockedMembers(chat, tx, locked).findActor(by), channel.id)
    requireInChannel(here, 'CREATE_INSTANT_INVITE')
    if (channel.type === 4) refuse(refusals.unsupported_channel_type)
    const wanted = inviteOf(wish, { ...here, now })
    if (wish.unique !== true) {
      const others = await listInvites(tx, { guildId: guild.id, channelId: channel.id }, now)
      const like = others.find((one) => isLike(one, wanted))
      if (like) return { invite: like, fresh: false, audited: [] }
    }
    if ((await countInvites(tx, guild.id, now)) >= mostInvites) refuse(refusals.too_many_invites)
    await insertInvite(tx, wanted)
    await auditInvite(chat, tx, { ...here, reason: by.reason, action: 'INVITE_CREATE', invite: wanted })
    return { invite: wanted, fresh: true, audited: auditDispatches(tx) }
  })
  if (fresh) publish(chat.bus, [await inviteCreated(chat, invite), ...audited])
  return invite
}

function inviteOf(
  wish: InviteWish,
  { guild, member, now }: { guild: { id: string }; member: { membershipRef: string }; now: Date },
): InviteRow {
  const maxAge = wish.maxAge ?? oneDay
  return {
    code: inviteCode(),
    guildId: guild.id,
    channelId: wish.channelId,
    inviterRef: member.membershipRef,
    maxUses: wish.maxUses ?? 0,
    uses: 0,
    maxAge,
    temporary: wish.temporary ?? false,
    createdAt: now,
    expiresAt: maxAge === 0 ? null : new Date(now.getTime() + maxAge * 1000),
  }
}

/** Only an invite that never ends can be answered again: any other has less time left than was asked for. */
function isLike(one: InviteRow, wanted: InviteRow): boolean {
  return (
    one.inviterRef === wanted.inviterRef &&
    one.maxAge === wanted.maxAge &&
    one.maxUses === wanted.maxUses &&
    one.temporary === wanted.temporary &&
    (one.expiresAt === null || one.createdAt.getTime() === wanted.createdAt.getTime()) &&
    one.uses === 0
  )
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** 10 of 62 letters: 59 bits, which nobody guesses. */
function inviteCode(): string {
  return Array.from({ length: 10 }, () => letters[randomBelow(letters.length)]).join('')
}
