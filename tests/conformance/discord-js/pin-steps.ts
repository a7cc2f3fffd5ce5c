import { Events, MessageType, Routes } from 'discord.js'
import { expect } from 'vitest'
import { step } from './step.ts'

export const pinSteps = [
  step('pins a message, and hears what the system says of it', async ({ channel, heard }) => {
    const message = await channel.send('Rules')
    const told = heard(Events.ChannelPinsUpdate)
    const said = heard(Events.MessageCreate, ({ type }) => type === MessageType.ChannelPinnedMessage)
    await message.pin('So that all see it')
    expect((await told)[0].id).toBe(channel.id)
    expect((await said)[0].reference?.messageId).toBe(message.id)
    expect((await message.fetch(true)).pinned).toBe(true)
    const { items, hasMore } = await channel.messages.fetchPins()
    expect([items.map((one) => one.message.id), hasMore]).toEqual([[message.id], false])
  }),
  step('unpins a message', async ({ channel, heard }) => {
    const { items } = await channel.messages.fetchPins()
    const told = heard(Events.ChannelPinsUpdate)
    for (const { message } of items) await message.unpin()
    await told
    expect((await channel.messages.fetchPins()).items).toEqual([])
  }),
  step('pins, lists and unpins the older way', async ({ channel, owner, as }) => {
    const { id } = await channel.send('Older rules')
    const rest = as(owner)
    await rest.ask('put', Routes.channelPin(channel.id, id))
    expect(await rest.ask('get', Routes.channelPins(channel.id))).toMatchObject([{ id, pinned: true }])
    await rest.ask('delete', Routes.channelPin(channel.id, id))
    expect(await rest.ask('get', Routes.channelPins(channel.id))).toEqual([])
  }),
]
