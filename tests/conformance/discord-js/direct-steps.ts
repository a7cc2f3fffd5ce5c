import { ChannelType, Events, Routes } from 'discord.js'
import { expect } from 'vitest'
import { signUp } from '../../support/person.ts'
import { step } from './step.ts'

export const directSteps = [
  step('writes to a person, who answers', async ({ bot, guest, as, heard }) => {
    const user = await bot.users.fetch(guest.id, { force: true })
    const sent = await user.send('Your seeds are here')
    expect([sent.channel.type, user.dmChannel?.id]).toEqual([ChannelType.DM, sent.channelId])
    const typed = heard(Events.TypingStart, (typing) => typing.channel.id === sent.channelId)
    await as(guest).ask('post', Routes.channelTyping(sent.channelId))
    await typed
    const answered = heard(Events.MessageCreate, (message) => message.author.id === guest.id)
    await as(guest).ask('post', Routes.channelMessages(sent.channelId), { content: 'Thank you' })
    const [answer] = await answered
    expect([answer.content, answer.guild, answer.inGuild()]).toEqual(['Thank you', null, false])
    expect((await user.dmChannel?.messages.fetch({ limit: 2 }))?.size).toBe(2)
  }),
  step('edits and deletes what it wrote to a person', async ({ bot, guest, heard }) => {
    const channel = await bot.users.createDM(guest.id)
    const sent = await channel.send('Wednesday')
    const edited = heard(Events.MessageUpdate, (_, now) => now.id === sent.id)
    await sent.edit('Thursday')
    expect((await edited)[1].content).toBe('Thursday')
    const gone = heard(Events.MessageDelete, (message) => message.id === sent.id)
    await sent.delete()
    await gone
  }),
  step('puts a conversation away, and finds the same one again', async ({ bot, guest }) => {
    const { id } = await bot.users.createDM(guest.id)
    expect((await bot.users.deleteDM(guest.id)).id).toBe(id)
    expect((await bot.users.createDM(guest.id, { force: true })).id).toBe(id)
  }),
  step('is refused by somebody it shares no guild with', async ({ bot, server }) => {
    const stranger = await signUp(server.origin)
    const writing = bot.rest.post(Routes.userChannels(), { body: { recipient_id: stranger.id } })
    await expect(writing).rejects.toMatchObject({ code: expect.toBeOneOf([50007, 10013]) as number })
  }),
]
