import { AuditLogEvent, Events, Routes } from 'discord.js'
import { expect } from 'vitest'
import { pngSaying } from '../../support/pictures.ts'
import { step } from './step.ts'

export const memberSteps = [
  step('is told who joins and who leaves', async (stage) => {
    const { person, member } = await stage.newcomer()
    expect([member.user.username, member.pending]).toEqual([person.username, false])
    const left = stage.heard(Events.GuildMemberRemove)
    await stage.as(person).ask('delete', `/users/@me/guilds/${stage.guild.id}`)
    expect((await left)[0].id).toBe(person.id)
  }),
  step(
    'asks for members through the gateway: all, by name, by id',
    async ({ guild, guest, owner, heard }) => {
      const chunk = heard(Events.GuildMembersChunk)
      const all = await guild.members.fetch()
      expect([all.has(guest.id), all.has(owner.id)]).toEqual([true, true])
      expect((await chunk)[0].has(guest.id)).toBe(true)
      const named = await guild.members.fetch({ query: guest.username, limit: 5 })
      expect([...named.keys()]).toEqual([guest.id])
      expect((await guild.members.fetch({ user: [guest.id, '1'] })).size).toBe(1)
    },
  ),
  step('asks for members by HTTP: one, a page, by name, itself', async ({ guild, guest, bot }) => {
    const one = await guild.members.fetch({ user: guest.id, force: true })
    expect(one.user.username).toBe(guest.username)
    expect((await guild.members.list({ limit: 10 })).size).toBe(3)
    expect([...(await guild.members.search({ query: guest.username, limit: 5 })).keys()]).toEqual([guest.id])
    const me = (await bot.rest.get(Routes.userGuildMember(guild.id))) as { user: { id: string } }
    expect(me.user.id).toBe(bot.user.id)
  }),
  step('calls a member by another name', async ({ guild, guest, heard }) => {
    const told = heard(Events.GuildMemberUpdate, (_, now) => now.id === guest.id)
    const member = await guild.members.fetch(guest.id)
    await member.setNickname('Green', 'As in peas')
    expect((await told)[1].nickname).toBe('Green')
    expect((await member.setNickname(null)).nickname).toBeNull()
  }),
  step('gives a member roles and takes them', async ({ guild, guest, heard }) => {
    const role = await guild.roles.create({ name: 'Diggers' })
    const member = await guild.members.fetch(guest.id)
    const told = heard(Events.GuildMemberUpdate, (_, now) => now.roles.cache.has(role.id))
    await member.roles.add(role)
    await told
    await guild.members.removeRole({ user: guest.id, role })
    await expect.poll(() => member.roles.cache.has(role.id)).toBe(false)
    expect((await member.roles.set([role])).roles.cache.has(role.id)).toBe(true)
    await expect.poll(() => member.roles.cache.has(role.id)).toBe(true)
    await role.delete()
    await expect.poll(() => member.roles.cache.has(role.id)).toBe(false)
  }),
  step('lets a member only read for a while', async ({ guild, guest, channel, as, heard }) => {
    const member = await guild.members.fetch(guest.id)
    const told = heard(Events.GuildMemberUpdate, (_, now) => now.isCommunicationDisabled())
    await member.timeout(60_000, 'Shouting')
    await told
    const saying = as(guest).ask('post', `/channels/${channel.id}/messages`, { content: 'But' })
    await expect(saying).rejects.toMatchObject({ code: 50013 })
    expect((await member.timeout(null)).isCommunicationDisabled()).toBe(false)
  }),
  step('has a name and a picture of its own in a guild', async ({ guild, heard, bot }) => {
    const told = heard(Events.GuildMemberUpdate, (_, now) => now.id === bot.user.id)
    await guild.members.editMe({ nick: 'Weather', avatar: pngSaying('weather') })
    const [, now] = await told
    expect(now.nickname).toBe('Weather')
    expect((await fetch(now.avatarURL({ extension: 'png' }) ?? '')).status).toBe(200)
    await guild.members.editMe({ nick: null, avatar: null })
    await expect.poll(() => guild.members.me?.displayName).toBe(bot.user.displayName)
  }),
  step('removes a member, and the log says why', async (stage) => {
    const { guild, bot } = stage
    const { person, member } = await stage.newcomer()
    const logged = stage.heard(
      Events.GuildAuditLogEntryCreate,
      (one) => one.action === AuditLogEvent.MemberKick,
    )
    await member.kick('Tramples “seedlings”')
    const [entry] = await logged
    expect(entry).toMatchObject({
      executorId: bot.user.id,
      targetId: person.id,
      reason: 'Tramples “seedlings”',
    })
    await expect(guild.members.fetch({ user: person.id, force: true })).rejects.toMatchObject({ code: 10007 })
  }),
]
