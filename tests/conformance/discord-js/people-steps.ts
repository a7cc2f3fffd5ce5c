import { Events, Routes } from 'discord.js'
import { expect } from 'vitest'
import { step } from './step.ts'

/** What people's clients do over the same protocol, and bots cannot. */
export const peopleSteps = [
  step('people become friends, note things of each other, and part', async ({ as, owner, guest }) => {
    const [one, other] = [as(owner), as(guest)]
    await one.ask('post', '/users/@me/relationships', { username: guest.username })
    expect(await other.ask('get', '/users/@me/relationships')).toMatchObject([{ id: owner.id, type: 3 }])
    await other.ask('put', `/users/@me/relationships/${owner.id}`, {})
    expect(await one.ask('get', '/users/@me/relationships')).toMatchObject([{ id: guest.id, type: 1 }])
    await one.ask('put', `/users/@me/notes/${guest.id}`, { note: 'Grows beans' })
    expect(await one.ask('get', `/users/@me/notes/${guest.id}`)).toMatchObject({ note: 'Grows beans' })
  }),
  step('friends make a group, name it, take each other out of it', async ({ as, owner, guest, bot }) => {
    const [one, other] = [as(owner), as(guest)]
    const group = await one.ask<{ id: string; type: number }>('post', Routes.userChannels(), {
      recipients: [],
    })
    expect(group.type).toBe(3)
    await one.ask('put', Routes.channelRecipient(group.id, guest.id), {})
    await other.ask('patch', Routes.channel(group.id), { name: 'Beans' })
    await other.ask('post', Routes.channelMessages(group.id), { content: 'Hello' })
    expect(await one.ask('get', '/users/@me/channels')).toMatchObject(
      [{ id: group.id, name: 'Beans' }, {}].slice(0, 1),
    )
    await expect(bot.rest.get(Routes.channel(group.id))).rejects.toMatchObject({ code: 10003 })
    await one.ask('delete', Routes.channelRecipient(group.id, guest.id))
    await one.ask('delete', Routes.channel(group.id))
    await one.ask('delete', `/users/@me/relationships/${guest.id}`)
    expect(await one.ask('get', '/users/@me/relationships')).toEqual([])
  }),
  step('people give their guilds to each other', async ({ as, owner, guest, guild, heard }) => {
    const told = heard(Events.GuildUpdate, (_, now) => now.ownerId === guest.id)
    await as(owner).ask('patch', Routes.guild(guild.id), { owner_id: guest.id })
    const [before, now] = await told
    expect([before.ownerId, now.ownerId]).toEqual([owner.id, guest.id])
    await as(guest).ask('patch', Routes.guild(guild.id), { owner_id: owner.id })
  }),
  step('people mark what they have read', async ({ as, guest, channel }) => {
    const sent = await channel.send('Read this')
    const client = as(guest)
    await client.ask('post', `/channels/${channel.id}/messages/${sent.id}/ack`, {})
    await client.ask('post', '/read-states/ack-bulk', {
      read_states: [{ channel_id: channel.id, message_id: sent.id, read_state_type: 0 }],
    })
  }),
  step('people choose how things look and what they are told of', async ({ as, guest, guild }) => {
    const client = as(guest)
    await client.ask('patch', '/users/@me/settings', { theme: 'dark' })
    expect(await client.ask('get', '/users/@me/settings')).toMatchObject({ theme: 'dark' })
    const muted = await client.ask('patch', `/users/@me/guilds/${guild.id}/settings`, { muted: true })
    expect(muted).toMatchObject({ guild_id: guild.id, muted: true })
    await client.ask('patch', '/users/@me/guilds/@me/settings', { muted: false })
  }),
]
