import { AuditLogEvent, Events } from 'discord.js'
import { expect } from 'vitest'
import { step } from './step.ts'

export const inviteSteps = [
  step('makes an invite, finds it everywhere, and takes it back', async ({ guild, bot, channel, heard }) => {
    const told = heard(Events.InviteCreate)
    const made = await guild.invites.create(channel, {
      maxAge: 600,
      maxUses: 3,
      unique: true,
      reason: 'Fair',
    })
    const [shown] = await told
    expect(shown).toMatchObject({ code: made.code, maxAge: 600, maxUses: 3, inviterId: bot.user.id })
    expect((await guild.invites.fetch()).has(made.code)).toBe(true)
    expect((await channel.fetchInvites()).has(made.code)).toBe(true)
    const looked = await bot.fetchInvite(made.code)
    expect([looked.guild?.id, looked.channel?.id]).toEqual([guild.id, channel.id])
    const gone = heard(Events.InviteDelete)
    await made.delete('Over')
    expect((await gone)[0].code).toBe(made.code)
    await expect(bot.fetchInvite(made.code)).rejects.toMatchObject({ code: 10006 })
    const log = await guild.fetchAuditLogs({ type: AuditLogEvent.InviteCreate, limit: 1 })
    expect(log.entries.first()).toMatchObject({ reason: 'Fair', executorId: bot.user.id })
  }),
  step('sees an invite used up and gone', async ({ guild, channel, heard, as, guest, bot }) => {
    const invite = await guild.invites.create(channel, { maxUses: 1, unique: true })
    const left = heard(Events.GuildMemberRemove, (one) => one.id === guest.id)
    await as(guest).ask('delete', `/users/@me/guilds/${guild.id}`)
    await left
    const [used, came] = [heard(Events.InviteDelete), heard(Events.GuildMemberAdd)]
    await as(guest).ask('post', `/invites/${invite.code}`, {})
    expect([(await used)[0].code, (await came)[0].id]).toEqual([invite.code, guest.id])
    await expect(bot.fetchInvite(invite.code)).rejects.toMatchObject({ code: 10006 })
  }),
]
