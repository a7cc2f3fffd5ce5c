import { AuditLogEvent, Events } from 'discord.js'
import { expect } from 'vitest'
import { step } from './step.ts'

export const banSteps = [
  step('bans, hears of it, reads bans and lifts them', async (stage) => {
    const { guild, heard, channel, as } = stage
    const { person: unruly } = await stage.newcomer()
    const said = heard(Events.MessageCreate, (message) => message.author.id === unruly.id && !message.system)
    await as(unruly).ask('post', `/channels/${channel.id}/messages`, { content: 'Weeds everywhere' })
    const [message] = await said
    const swept = heard(Events.MessageBulkDelete, (messages) => messages.has(message.id))
    const added = heard(Events.GuildBanAdd)
    await guild.bans.create(unruly.id, { reason: 'Tramples “seedlings”', deleteMessageSeconds: 3600 })
    expect((await added)[0].user.id).toBe(unruly.id)
    await swept
    expect((await guild.bans.fetch(unruly.id)).reason).toBe('Tramples “seedlings”')
    expect([...(await guild.bans.fetch()).keys()]).toEqual([unruly.id])
    const found = await guild.client.rest.get(`/guilds/${guild.id}/bans/search`, {
      query: new URLSearchParams({ query: unruly.username }),
    })
    expect(found).toMatchObject([{ user: { id: unruly.id } }])
    await expect(guild.members.fetch({ user: unruly.id, force: true })).rejects.toMatchObject({ code: 10007 })
    const invite = await guild.invites.create(channel)
    const joining = as(unruly).ask('post', `/invites/${invite.code}`, {})
    await expect(joining).rejects.toMatchObject({ status: 404, code: 10006 })
    const removed = heard(Events.GuildBanRemove)
    await guild.bans.remove(unruly.id)
    expect((await removed)[0].user.id).toBe(unruly.id)
    await expect(guild.bans.fetch(unruly.id)).rejects.toMatchObject({ code: 10026 })
    const back = heard(Events.GuildMemberAdd)
    await as(unruly).ask('post', `/invites/${invite.code}`, {})
    expect((await back)[0].id).toBe(unruly.id)
    await guild.members.kick(unruly.id)
  }),
  step('bans several at once, and says who could not be', async (stage) => {
    const { guild, owner } = stage
    const { person } = await stage.newcomer()
    const result = await guild.bans.bulkCreate([person.id, owner.id], { reason: 'A mob' })
    expect(result).toEqual({ bannedUsers: [person.id], failedUsers: [owner.id] })
    const log = await guild.fetchAuditLogs({ type: AuditLogEvent.MemberBanAdd, limit: 1 })
    expect(log.entries.first()).toMatchObject({ reason: 'A mob', targetId: person.id })
    await guild.bans.remove(person.id)
  }),
]
