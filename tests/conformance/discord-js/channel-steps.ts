import {
  ChannelType,
  Events,
  ForumLayoutType,
  OverwriteType,
  PermissionFlagsBits,
  Routes,
  SortOrderType,
  ThreadAutoArchiveDuration,
  type ForumChannel,
  type GuildChannel,
  type TextChannel,
} from 'discord.js'
import { expect } from 'vitest'
import { step } from './step.ts'

const kinds = [
  ['a text channel', ChannelType.GuildText],
  ['a category', ChannelType.GuildCategory],
  ['an announcement channel', ChannelType.GuildAnnouncement],
  ['a forum', ChannelType.GuildForum],
] as const

export const channelSteps = [
  ...kinds.map(([kind, type]) =>
    step(`makes ${kind}, and hears of it as of its renaming and its end`, async (stage) => {
      const { guild, heard, owner, as } = stage
      const made = heard(Events.ChannelCreate)
      const channel = await guild.channels.create({ name: 'seed-swap', type, reason: 'Spring' })
      const [shown] = await made
      expect([shown.id, shown.type, shown.name]).toEqual([channel.id, type, 'seed-swap'])
      const renamed = heard(Events.ChannelUpdate, (_, now) => now.id === channel.id)
      // Not by the client, which would know of it before it hears of it.
      await as(owner).ask('patch', Routes.channel(channel.id), { name: 'compost' })
      const [before, after] = (await renamed) as GuildChannel[]
      expect([before?.name, after?.name]).toEqual(['seed-swap', 'compost'])
      const gone = heard(Events.ChannelDelete)
      await as(owner).ask('delete', Routes.channel(channel.id))
      expect((await gone)[0].id).toBe(channel.id)
    }),
  ),
  step('fetches one channel and all of them', async ({ guild, channel, bot }) => {
    expect((await bot.channels.fetch(channel.id, { force: true }))?.id).toBe(channel.id)
    expect((await guild.channels.fetch()).has(channel.id)).toBe(true)
  }),
  step('gives a channel a topic, slow mode and an age limit', async (stage) => {
    const channel = await stage.newChannel('rules')
    const told = stage.heard(Events.ChannelUpdate, (_, now) => 'nsfw' in now && now.nsfw)
    await channel.edit({
      topic: 'Soil',
      rateLimitPerUser: 5,
      nsfw: true,
      defaultAutoArchiveDuration: ThreadAutoArchiveDuration.OneDay,
    })
    const [, now] = (await told) as [unknown, TextChannel]
    expect([now.topic, now.rateLimitPerUser, now.defaultAutoArchiveDuration]).toEqual(['Soil', 5, 1440])
    await channel.setName('laws', 'Spring')
    await channel.delete('Autumn')
  }),
  step('turns a text channel into one of announcements and back', async ({ newChannel, guild }) => {
    const channel = await newChannel('news')
    await channel.setType(ChannelType.GuildAnnouncement)
    expect(guild.channels.cache.get(channel.id)?.type).toBe(ChannelType.GuildAnnouncement)
    const again = await guild.channels.edit(channel.id, { type: ChannelType.GuildText })
    expect(again.type).toBe(ChannelType.GuildText)
    await again.delete()
  }),
  step('puts channels into a category and orders them', async ({ guild, newChannel, heard }) => {
    const category = await guild.channels.create({
      name: 'Beds',
      type: ChannelType.GuildCategory,
    })
    const [first, second] = [await newChannel('carrots'), await newChannel('leeks')]
    await first.setParent(category)
    const told = heard(Events.ChannelUpdate, (_, now) => now.id === second.id)
    await guild.channels.setPositions([
      { channel: second, position: 1, parent: category.id, lockPermissions: true },
      { channel: first, position: 2 },
    ])
    const [, moved] = (await told) as [unknown, TextChannel]
    expect([moved.parentId, moved.rawPosition]).toEqual([category.id, 1])
    await expect.poll(() => first.rawPosition).toBe(2)
    expect(category.children.cache.size).toBe(2)
    await category.delete()
    await expect.poll(() => first.parentId).toBeNull()
    await Promise.all([first.delete(), second.delete()])
  }),
  step('copies a channel', async ({ newChannel }) => {
    const channel = await newChannel('original')
    const copy = await channel.clone({ name: 'copy' })
    expect([copy.name, copy.type]).toEqual(['copy', channel.type])
    await Promise.all([channel.delete(), copy.delete()])
  }),
  step('allows, denies and takes back in one channel', async ({ newChannel, guild, guest, heard }) => {
    const channel = await newChannel('shed')
    const told = heard(Events.ChannelUpdate, (_, now) => now.id === channel.id)
    await channel.permissionOverwrites.create(guild.roles.everyone, { SendMessages: false })
    const [, now] = (await told) as [unknown, TextChannel]
    expect(now.permissionOverwrites.cache.get(guild.id)?.deny.has('SendMessages')).toBe(true)
    expect(channel.permissionsFor(guest.id)?.has(PermissionFlagsBits.SendMessages)).toBe(false)
    await channel.permissionOverwrites.edit(guild.roles.everyone, { AttachFiles: false })
    await channel.permissionOverwrites.edit(guest.id, { SendMessages: true }, { type: OverwriteType.Member })
    await expect
      .poll(() => channel.permissionsFor(guest.id)?.has(PermissionFlagsBits.SendMessages))
      .toBe(true)
    await channel.permissionOverwrites.delete(guest.id)
    await expect.poll(() => channel.permissionOverwrites.cache.has(guest.id)).toBe(false)
    await channel.permissionOverwrites.set([])
    await expect.poll(() => channel.permissionOverwrites.cache.size).toBe(0)
    await channel.delete()
  }),
  step('gives a forum tags, a reaction and an order', async ({ guild, heard }) => {
    const forum = await guild.channels.create({
      name: 'questions',
      type: ChannelType.GuildForum,
      availableTags: [{ name: 'Soil' }],
    })
    expect(forum.availableTags.map((tag) => tag.name)).toEqual(['Soil'])
    const told = heard(Events.ChannelUpdate, (_, now) => now.id === forum.id)
    await forum.setAvailableTags([
      ...forum.availableTags,
      { name: 'Slugs', emoji: { name: '🐌', id: null }, moderated: true },
    ])
    const [, now] = (await told) as [unknown, ForumChannel]
    expect(now.availableTags).toMatchObject([{ name: 'Soil' }, { name: 'Slugs', moderated: true }])
    await forum.setDefaultReactionEmoji({ name: '👍', id: null })
    await forum.setDefaultSortOrder(SortOrderType.CreationDate)
    await forum.setDefaultForumLayout(ForumLayoutType.GalleryView)
    expect(forum).toMatchObject({
      defaultReactionEmoji: { name: '👍' },
      defaultSortOrder: SortOrderType.CreationDate,
      defaultForumLayout: ForumLayoutType.GalleryView,
    })
    await forum.delete()
  }),
]
