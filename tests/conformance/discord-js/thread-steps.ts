import {
  ChannelType,
  Events,
  Routes,
  ThreadAutoArchiveDuration,
  type PublicThreadChannel,
  type TextChannel,
} from 'discord.js'
import { expect } from 'vitest'
import { step } from './step.ts'

export const threadSteps = [
  step('opens a thread about nothing, and hears of it', async ({ channel, heard, owner, as }) => {
    const made = heard(Events.ThreadCreate)
    const thread = await channel.threads.create({
      name: 'Compost',
      type: ChannelType.PublicThread,
      autoArchiveDuration: ThreadAutoArchiveDuration.OneHour,
    })
    const [shown, isNew] = await made
    expect([shown.id, isNew, shown.parentId, shown.type]).toEqual([thread.id, true, channel.id, 11])
    const gone = heard(Events.ThreadDelete)
    await as(owner).ask('delete', Routes.channel(thread.id))
    expect((await gone)[0].id).toBe(thread.id)
  }),
  step('opens a thread about a message', async ({ channel }) => {
    const message = await channel.send('Slugs again')
    const thread = await message.startThread({ name: 'Slugs', reason: 'To help' })
    expect(thread.id).toBe(message.id)
    expect((await thread.fetchStarterMessage())?.content).toBe('Slugs again')
    expect((await message.fetch(true)).hasThread).toBe(true)
    await thread.delete()
  }),
  step('opens threads in announcement channels', async ({ guild }) => {
    const news = await guild.channels.create({
      name: 'news',
      type: ChannelType.GuildAnnouncement,
    })
    const thread = await news.threads.create({ name: 'Frost', type: ChannelType.AnnouncementThread })
    expect(thread.type).toBe(ChannelType.AnnouncementThread)
    await news.delete()
  }),
  step('opens a private thread, takes somebody in and out', async ({ channel, guest, heard }) => {
    const thread = await channel.threads.create({
      name: 'Surprise',
      type: ChannelType.PrivateThread,
      invitable: false,
    })
    expect([thread.type, thread.invitable]).toEqual([ChannelType.PrivateThread, false])
    const added = heard(Events.ThreadMembersUpdate, (members) => members.has(guest.id))
    await thread.members.add(guest.id)
    await added
    expect((await thread.members.fetch()).has(guest.id)).toBe(true)
    const one = await thread.members.fetch({ member: guest.id, force: true, withMember: true })
    expect(one.guildMember?.user.username).toBe(guest.username)
    const removed = heard(Events.ThreadMembersUpdate, (_, gone) => gone.has(guest.id))
    await thread.members.remove(guest.id)
    await removed
    expect((await thread.members.fetch({ cache: false })).has(guest.id)).toBe(false)
    await thread.delete()
  }),
  step('joins and leaves a thread that somebody else opened', async ({ channel, guest, as, heard }) => {
    const made = heard(Events.ThreadCreate)
    await as(guest).ask('post', `/channels/${channel.id}/threads`, { name: 'Beans', type: 11 })
    const [thread] = await made
    expect(thread.ownerId).toBe(guest.id)
    await thread.join()
    expect((await thread.members.fetch({ cache: false })).size).toBe(2)
    await thread.leave()
    expect((await thread.members.fetch({ cache: false })).size).toBe(1)
    await thread.delete()
  }),
  step('sees a thread renamed, slows, locks, archives and wakes it', async (stage) => {
    const { channel, heard, owner, as } = stage
    const thread = await channel.threads.create({ name: 'Peas', type: ChannelType.PublicThread })
    const renamed = heard(Events.ThreadUpdate)
    await as(owner).ask('patch', Routes.channel(thread.id), { name: 'Beans' })
    const [before, after] = await renamed
    expect([before.name, after.name]).toEqual(['Peas', 'Beans'])
    await thread.setRateLimitPerUser(10)
    await thread.setAutoArchiveDuration(ThreadAutoArchiveDuration.OneDay)
    await thread.setLocked(true)
    const archived = heard(Events.ThreadUpdate, (_, now) => now.archived === true)
    await thread.setArchived(true)
    const [, now] = await archived
    expect(now).toMatchObject({ rateLimitPerUser: 10, autoArchiveDuration: 1440, locked: true })
    const awake = heard(Events.ThreadUpdate, (_, one) => one.archived === false)
    const following = heard(Events.ThreadMemberUpdate)
    await thread.setArchived(false)
    await awake
    expect((await following)[1].thread.id).toBe(thread.id)
    await thread.delete()
  }),
  step('changes who may invite into a private thread', async ({ channel }) => {
    const thread = await channel.threads.create({ name: 'Quiet', type: ChannelType.PrivateThread })
    expect((await thread.setInvitable(false)).invitable).toBe(false)
    await thread.delete()
  }),
  step('writes in a thread and reads it', async ({ channel }) => {
    const thread = await channel.threads.create({ name: 'Talk', type: ChannelType.PublicThread })
    const said = await thread.send('Hello')
    expect((await thread.messages.fetch({ limit: 5 })).has(said.id)).toBe(true)
    await expect.poll(() => thread.messageCount).toBeGreaterThan(0)
    await thread.delete()
  }),
  step('lists active threads, of a guild and of a channel', async ({ guild, channel }) => {
    const thread = await channel.threads.create({ name: 'Active', type: ChannelType.PublicThread })
    expect((await guild.channels.fetchActiveThreads()).threads.has(thread.id)).toBe(true)
    expect((await channel.threads.fetchActive()).threads.has(thread.id)).toBe(true)
    await thread.delete()
  }),
  step('pages through archived threads, public, private and its own', async ({ newChannel }) => {
    const channel = await newChannel('archive')
    const types = [ChannelType.PublicThread, ChannelType.PublicThread, ChannelType.PrivateThread] as const
    const threads = []
    for (const type of types) {
      const thread = await channel.threads.create({ name: 'Old', type })
      await thread.setArchived(true)
      threads.push(thread.id)
    }
    const shown = await channel.threads.fetchArchived({ type: 'public', limit: 2 })
    expect([[...shown.threads.keys()], shown.hasMore]).toEqual([[threads[1], threads[0]], false])
    const hidden = await channel.threads.fetchArchived({ type: 'private', fetchAll: true })
    expect([...hidden.threads.keys()]).toEqual([threads[2]])
    const own = await channel.threads.fetchArchived({ type: 'private', fetchAll: false })
    expect([...own.threads.keys()]).toEqual([threads[2]])
    await channel.delete()
  }),
  step('posts in a forum with a tag, and pins the post', async ({ guild, heard }) => {
    const forum = await guild.channels.create({
      name: 'questions',
      type: ChannelType.GuildForum,
      availableTags: [{ name: 'Soil' }, { name: 'Slugs' }],
    })
    const [soil, slugs] = forum.availableTags.map((tag) => tag.id)
    const made = heard(Events.ThreadCreate)
    const post = await forum.threads.create({
      name: 'Clay?',
      message: { content: 'What grows in clay?' },
      appliedTags: [soil ?? ''],
    })
    expect((await made)[0]).toMatchObject({ id: post.id, appliedTags: [soil] })
    expect((await post.fetchStarterMessage())?.content).toBe('What grows in clay?')
    expect((await post.setAppliedTags([slugs ?? ''])).appliedTags).toEqual([slugs])
    await post.pin()
    await expect.poll(() => post.flags.has('Pinned')).toBe(true)
    await post.unpin()
    await forum.delete()
  }),
  step('is given the threads of a channel that comes into sight', async (stage) => {
    const { guild, newChannel, heard, owner, bot } = stage
    const channel: TextChannel = await newChannel('hidden')
    const thread = (await channel.threads.create({
      name: 'Inside',
      type: ChannelType.PublicThread,
    })) as PublicThreadChannel
    const heads = guild.roles.cache.find((role) => role.name === 'Heads')
    const path = `/api/v10/guilds/${guild.id}/members/${bot.user.id}/roles/${heads?.id ?? ''}`
    await channel.permissionOverwrites.create(guild.roles.everyone, { ViewChannel: false })
    const hidden = heard(Events.ChannelDelete, (one) => one.id === channel.id)
    await owner.call('DELETE', path)
    await hidden
    const shown = heard(Events.ThreadListSync, (threads) => threads.has(thread.id))
    await owner.call('PUT', path)
    await shown
    await guild.channels.delete(channel.id)
  }),
]
