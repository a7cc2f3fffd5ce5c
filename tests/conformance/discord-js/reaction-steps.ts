import { Events, Routes, type Message, type MessageReaction, type User } from 'discord.js'
import { expect } from 'vitest'
import { pngSaying } from '../../support/pictures.ts'
import type { Stage } from './stage.ts'
import { step } from './step.ts'

const carrot = '🥕'

/** The guest gives a message of the bot's a carrot. */
async function given({ channel, guest, as, heard }: Stage): Promise<[Message, MessageReaction, User]> {
  const message = await channel.send('Carrots')
  const told = heard(Events.MessageReactionAdd, (_, user) => user.id === guest.id)
  const path = Routes.channelMessageOwnReaction(channel.id, message.id, encodeURIComponent(carrot))
  await as(guest).ask('put', path)
  const [reaction, user] = await told
  return [message, reaction as MessageReaction, user as User]
}

export const reactionSteps = [
  step('sees somebody react, and who did', async (stage) => {
    const [message, reaction, user] = await given(stage)
    expect([reaction.emoji.name, reaction.count, reaction.me, user.id]).toEqual([
      carrot,
      1,
      false,
      stage.guest.id,
    ])
    expect([...(await reaction.users.fetch()).keys()]).toEqual([stage.guest.id])
    expect((await message.fetch(true)).reactions.cache.get(carrot)?.count).toBe(1)
  }),
  step('reacts, and takes it back', async ({ channel, bot, heard }) => {
    const message = await channel.send('Leeks')
    const reaction = await message.react(carrot)
    expect(reaction.me).toBe(true)
    const told = heard(Events.MessageReactionRemove)
    await reaction.users.remove()
    const [gone, user] = await told
    expect([gone.emoji.name, user.id]).toEqual([carrot, bot.user.id])
  }),
  step('reacts with an emoji of the guild', async ({ channel, guild }) => {
    const emoji = await guild.emojis.create({ attachment: pngSaying('leek'), name: 'leek' })
    const message = await channel.send('Leeks')
    expect((await message.react(emoji)).emoji.id).toBe(emoji.id)
    await emoji.delete()
  }),
  step('takes somebody’s reaction away', async (stage) => {
    const [, reaction] = await given(stage)
    const told = stage.heard(Events.MessageReactionRemove, (_, user) => user.id === stage.guest.id)
    await reaction.users.remove(stage.guest.id)
    expect((await told)[0].emoji.name).toBe(carrot)
  }),
  step('takes all reactions of one emoji away', async (stage) => {
    const [message, reaction] = await given(stage)
    const told = stage.heard(Events.MessageReactionRemoveEmoji)
    await reaction.remove()
    expect((await told)[0].message.id).toBe(message.id)
  }),
  step('takes all reactions away', async (stage) => {
    const [message] = await given(stage)
    const told = stage.heard(Events.MessageReactionRemoveAll)
    await message.reactions.removeAll()
    expect((await told)[0].id).toBe(message.id)
  }),
]
