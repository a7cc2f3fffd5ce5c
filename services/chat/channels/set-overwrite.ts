import { refuse } from '@alles/platform/contract'
import type { Acting } from '../audit-log/acting.ts'
import { auditChannels } from '../audit-log/audit-channels.ts'
import type { Chat } from '../chat.ts'
import { refusals, type OverwriteInput, type OverwriteState } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import type { LockedMembers } from '../members/locked-members.ts'
import { channelIn, getGuildIdOf, type InChannel } from './channel-access.ts'
import { channelEvent } from './channel-events.ts'
import { mayOverwrite } from './channel-policy.ts'
import { overwriteOf, storeOverwrites } from './overwrites.ts'

/** Allows and denies one role or member something in one channel; what was said before of them goes. */
export async function setOverwrite(
  chat: Chat,
  by: Acting,
  wish: { readonly channelId: string; readonly overwrite: OverwriteInput },
): Promise<void> {
  await changeOverwrites(chat, by, {
    channelId: wish.channelId,
    change: async ({ guild, channel }, members) => [
      ...channel.overwrites.filter((one) => one.id !== wish.overwrite.id),
      await overwriteOf(guild, members, wish.overwrite),
    ],
  })
}

/** Takes back what was said of one role or member. */
export async function removeOverwrite(
  chat: Chat,
  by: Acting,
  wish: { readonly channelId: string; readonly overwriteId: string },
): Promise<void> {
  await changeOverwrites(chat, by, {
    channelId: wish.channelId,
    async change({ channel }) {
      const rest = channel.overwrites.filter((one) => one.id !== wish.overwriteId)
      return rest.length === channel.overwrites.length ? refuse(refusals.unknown_overwrite) : rest
    },
  })
}

async function changeOverwrites(
  chat: Chat,
  by: Acting,
  wish: {
    readonly channelId: string
    readonly change: (here: InChannel, members: LockedMembers) => Promise<OverwriteState[]>
  },
): Promise<void> {
  const { channelId } = wish
  await changeGuild(chat, await getGuildIdOf(chat, channelId), {
    async apply(tx, guild, members) {
      const here = channelIn(guild, await members.findActor(by), channelId)
      const { channel, member } = here
      const change = {
        channel,
        channelId,
        before: channel.overwrites,
        after: await wish.change(here, members),
      }
      if (!mayOverwrite(guild, member, change)) refuse(refusals.missing_permissions)
      await storeOverwrites(tx, guild, change)
      await auditChannels(chat, tx, { guild, actor: member, reason: by.reason, channelIds: [channelId] })
    },
    announce: (guild) =>
      guild.channels
        .filter((one) => one.id === channelId)
        .map((one) => channelEvent('CHANNEL_UPDATE', guild.id, one)),
  })
}
