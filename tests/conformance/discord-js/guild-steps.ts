import {
  AuditLogEvent,
  Events,
  GuildDefaultMessageNotifications,
  GuildFeature,
  GuildVerificationLevel,
  Locale,
  SystemChannelFlagsBitField,
} from 'discord.js'
import { expect } from 'vitest'
import { pngSaying } from '../../support/pictures.ts'
import { step } from './step.ts'

export const guildSteps = [
  step(
    'is ready, and knows its guild, channels, roles and itself',
    async ({ bot, guild, channel, owner }) => {
      expect(channel.isTextBased()).toBe(true)
      expect(guild.roles.everyone.id).toBe(guild.id)
      expect([guild.available, guild.ownerId, guild.memberCount]).toEqual([true, owner.id, 3])
      expect(bot.user.bot).toBe(true)
      expect(bot.user.id).toBe(bot.application.id)
    },
  ),
  step('fetches its guild with counts', async ({ bot, guild }) => {
    const fetched = await bot.guilds.fetch({ guild: guild.id, withCounts: true, force: true })
    expect(fetched.approximateMemberCount).toBe(3)
  }),
  step('lists the guilds it is in', async ({ bot, guild }) => {
    const all = await bot.guilds.fetch()
    expect([...all.keys()]).toEqual([guild.id])
    expect(all.first()?.name).toBe(guild.name)
  }),
  step('sees a guild in short', async ({ bot, guild }) => {
    const preview = await bot.fetchGuildPreview(guild.id)
    expect([preview.name, preview.approximateMemberCount]).toEqual([guild.name, 3])
  }),
  step('fetches the owner', async ({ guild, owner }) => {
    expect((await guild.fetchOwner({ force: true })).user.username).toBe(owner.username)
  }),
  step('renames a guild and hears what it was', async ({ guild, heard }) => {
    const told = heard(Events.GuildUpdate)
    await guild.setName('Allotments', 'A second plot')
    const [before, after] = await told
    expect([before.name, after.name]).toEqual(['Allotment', 'Allotments'])
  }),
  step('changes the settings of a guild', async ({ guild, channel, heard }) => {
    const told = heard(Events.GuildUpdate, (_, now) => now.rulesChannelId !== null)
    await guild.edit({
      description: 'Beds and borders',
      verificationLevel: GuildVerificationLevel.High,
      defaultMessageNotifications: GuildDefaultMessageNotifications.OnlyMentions,
      preferredLocale: Locale.German,
      systemChannel: channel,
      systemChannelFlags: SystemChannelFlagsBitField.Flags.SuppressPremiumSubscriptions,
      rulesChannel: channel,
      publicUpdatesChannel: channel,
    })
    const [, now] = await told
    expect(now).toMatchObject({
      description: 'Beds and borders',
      verificationLevel: GuildVerificationLevel.High,
      preferredLocale: Locale.German,
      systemChannelId: channel.id,
      publicUpdatesChannelId: channel.id,
    })
    await guild.edit({ verificationLevel: GuildVerificationLevel.None, publicUpdatesChannel: null })
  }),
  step('gives a guild an icon and a banner that can be fetched', async ({ guild, heard }) => {
    const told = heard(Events.GuildUpdate, (_, now) => now.banner !== null)
    await guild.setIcon(pngSaying('icon'))
    await guild.setBanner(pngSaying('banner'))
    const [, now] = await told
    for (const url of [now.iconURL({ extension: 'png' }), now.bannerURL({ extension: 'png' })])
      expect((await fetch(url ?? '')).headers.get('content-type')).toBe('image/png')
    await guild.setBanner(null)
    expect(guild.banner).toBeNull()
  }),
  step('pauses invites and takes them on again', async ({ guild, heard }) => {
    const told = heard(Events.GuildUpdate, (_, now) => now.features.includes(GuildFeature.InvitesDisabled))
    await guild.disableInvites()
    await told
    await guild.disableInvites(false)
    expect(guild.features).not.toContain(GuildFeature.InvitesDisabled)
  }),
  step('sees the word of a guild’s own link once it has one', async ({ guild, bot, as, owner, heard }) => {
    const told = heard(Events.GuildUpdate, (_, now) => now.vanityURLCode === 'plots')
    await as(owner).ask('patch', `/guilds/${guild.id}/vanity-url`, { code: 'plots' })
    await told
    expect(await guild.fetchVanityData()).toEqual({ code: 'plots', uses: 0 })
    expect((await bot.fetchInvite('plots')).guild?.id).toBe(guild.id)
  }),
  step('makes, syncs, changes, uses and deletes a template', async ({ guild, bot, as, owner }) => {
    const made = await guild.createTemplate('Plots', 'Two beds')
    expect([...(await guild.fetchTemplates()).keys()]).toEqual([made.code])
    await guild.channels.create({ name: 'shed' })
    expect((await made.sync()).serializedGuild?.channels?.some((one) => one.name === 'shed')).toBe(true)
    expect((await made.edit({ name: 'Allotments' })).name).toBe('Allotments')
    expect((await bot.fetchGuildTemplate(made.code)).description).toBe('Two beds')
    const other = await as(owner).ask<{ id: string; name: string }>(
      'post',
      `/guilds/templates/${made.code}`,
      {
        name: 'Another',
      },
    )
    expect(other.name).toBe('Another')
    await as(owner).ask('delete', `/guilds/${other.id}`)
    await made.delete()
    await expect(bot.fetchGuildTemplate(made.code)).rejects.toMatchObject({ code: 10057 })
  }),
  step('counts whom pruning would take, and prunes', async ({ guild }) => {
    expect(await guild.members.prune({ days: 30, dry: true })).toBe(0)
    expect(await guild.members.prune({ days: 30, reason: 'Long gone' })).toBe(0)
  }),
  step('is told when it comes into a guild and when it leaves', async ({ bot, as, owner, heard }) => {
    const { id } = await as(owner).ask<{ id: string }>('post', '/guilds', { name: 'Orchard' })
    const search = new URLSearchParams({ client_id: bot.application.id, scope: 'bot', permissions: '0' })
    const came = heard(Events.GuildCreate, (one) => one.id === id)
    await as(owner).ask('get', `/oauth2/authorize?${search.toString()}`)
    await as(owner).ask('post', `/oauth2/authorize?${search.toString()}`, {
      guild_id: id,
      permissions: '0',
      authorize: true,
    })
    const [orchard] = await came
    expect([orchard.name, orchard.channels.cache.size > 0]).toEqual(['Orchard', true])
    const left = heard(Events.GuildDelete, (one) => one.id === id)
    await orchard.leave()
    await left
    expect(bot.guilds.cache.has(id)).toBe(false)
    await as(owner).ask('patch', `/guilds/${id}`, { description: 'Apples' })
  }),
  step('is told that a guild it is in is gone', async ({ bot, as, owner, heard }) => {
    const guilds = await as(owner).ask<{ id: string; name: string }[]>('get', '/users/@me/guilds')
    const orchard = guilds.find((one) => one.name === 'Orchard')?.id ?? ''
    const search = new URLSearchParams({ client_id: bot.application.id, scope: 'bot', permissions: '0' })
    const came = heard(Events.GuildCreate)
    const body = { guild_id: orchard, permissions: '0', authorize: true }
    await as(owner).ask('post', `/oauth2/authorize?${search.toString()}`, body)
    await came
    const gone = heard(Events.GuildDelete, (one) => one.id === orchard)
    await as(owner).ask('delete', `/guilds/${orchard}`)
    await gone
  }),
  step('cannot make a guild of its own', async ({ bot }) => {
    await expect(bot.guilds.create({ name: 'Mine' })).rejects.toMatchObject({ code: 20001 })
  }),
  step('asks newcomers to agree to rules, and sees when they have', async (stage) => {
    const { guild, bot, heard, as } = stage
    const path = `/guilds/${guild.id}/member-verification` as const
    const rules = { field_type: 'TERMS', label: 'Rules', values: ['Be kind'], required: true }
    await bot.rest.patch(path, { body: { enabled: true, form_fields: [rules] } })
    const form = (await bot.rest.get(path)) as { version: string; form_fields: object[] }
    const { person, member } = await stage.newcomer()
    expect(member.pending).toBe(true)
    const agreed = heard(Events.GuildMemberUpdate, (_, now) => now.id === person.id && !now.pending)
    const answers = form.form_fields.map((one) => ({ ...one, response: true }))
    await as(person).ask('put', `/guilds/${guild.id}/requests/@me`, {
      version: form.version,
      form_fields: answers,
    })
    await agreed
    await bot.rest.patch(path, { body: { enabled: false } })
    await member.kick()
  }),
  step('reads in the audit log who renamed the guild, and why', async ({ guild, bot }) => {
    const log = await guild.fetchAuditLogs({ type: AuditLogEvent.GuildUpdate, user: bot.user })
    const renamed = log.entries.find((entry) => entry.reason === 'A second plot')
    expect(renamed?.executorId).toBe(bot.user.id)
    expect(renamed?.changes).toEqual([{ key: 'name', old: 'Allotment', new: 'Allotments' }])
  }),
]
