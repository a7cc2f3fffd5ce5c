import { AuditLogEvent } from 'discord.js'
import { expect } from 'vitest'
import { step } from './step.ts'

const { GuildUpdate, ChannelCreate, ChannelUpdate, ChannelDelete } = AuditLogEvent
const { ChannelOverwriteCreate, ChannelOverwriteUpdate, ChannelOverwriteDelete } = AuditLogEvent
const { MemberKick, MemberBanAdd, MemberBanRemove, MemberUpdate, MemberRoleUpdate, BotAdd } = AuditLogEvent
const { RoleCreate, RoleUpdate, RoleDelete, InviteCreate, InviteDelete } = AuditLogEvent
const { EmojiCreate, EmojiUpdate, EmojiDelete, StickerCreate, StickerUpdate, StickerDelete } = AuditLogEvent
const { MessageDelete, MessageBulkDelete, ThreadCreate, ThreadUpdate, ThreadDelete } = AuditLogEvent

/** What the steps before have done, by those who keep order. */
const kinds = [
  GuildUpdate,
  ChannelCreate,
  ChannelUpdate,
  ChannelDelete,
  ChannelOverwriteCreate,
  ChannelOverwriteUpdate,
  ChannelOverwriteDelete,
  MemberKick,
  MemberBanAdd,
  MemberBanRemove,
  MemberUpdate,
  MemberRoleUpdate,
  BotAdd,
  RoleCreate,
  RoleUpdate,
  RoleDelete,
  InviteCreate,
  InviteDelete,
  EmojiCreate,
  EmojiUpdate,
  EmojiDelete,
  StickerCreate,
  StickerUpdate,
  StickerDelete,
  MessageDelete,
  MessageBulkDelete,
  ThreadCreate,
  ThreadUpdate,
  ThreadDelete,
]

export const auditSteps = [
  step('deletes what others wrote, and says why', async ({ channel, guild, guest, bot, as }) => {
    const say = (content: string) =>
      as(guest).ask<{ id: string }>('post', `/channels/${channel.id}/messages`, { content })
    const [first, second, third] = [await say('1'), await say('2'), await say('3')]
    await bot.rest.delete(`/channels/${channel.id}/messages/${first.id}`, { reason: 'Off topic' })
    await channel.bulkDelete([second.id, third.id])
    const log = await guild.fetchAuditLogs({ type: MessageDelete, limit: 1 })
    expect(log.entries.first()).toMatchObject({
      reason: 'Off topic',
      executorId: bot.user.id,
      targetId: guest.id,
    })
  }),
  step('finds every kind of act in the audit log', async ({ guild }) => {
    const found: number[] = []
    for (const type of kinds) {
      const { entries } = await guild.fetchAuditLogs({ type, limit: 1 })
      for (const entry of entries.values()) found.push(entry.action)
    }
    expect(found).toEqual(kinds)
  }),
  step('pages through the audit log in both directions', async ({ guild }) => {
    const newest = [...(await guild.fetchAuditLogs({ limit: 4 })).entries.values()].map((one) => one.id)
    const [first = '', second = '', third = '', fourth = ''] = newest
    const page = async (options: object) =>
      [...(await guild.fetchAuditLogs(options)).entries.values()].map((one) => one.id)
    expect(await page({ before: second, limit: 2 })).toEqual([third, fourth])
    expect((await page({ after: fourth, limit: 3 })).toSorted()).toEqual([first, second, third].toSorted())
  }),
]
