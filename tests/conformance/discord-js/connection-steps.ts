import { Events } from 'discord.js'
import { expect } from 'vitest'
import { startBot } from '../../support/bot.ts'
import { addBot } from '../../support/person.ts'
import { step } from './step.ts'

export const connectionSteps = [
  step('resumes after its connection breaks, and gets what it missed once', async (stage) => {
    const { bot, guest, channel, heard, as } = stage
    const [resumed, received] = [
      heard(Events.ShardResume),
      heard(Events.MessageCreate, (one) => one.author.id === guest.id),
    ]
    const inner = Reflect.get(bot.ws, '_ws') as {
      strategy: { shards: Map<number, { destroy(options: object): Promise<void> }> }
    }
    const broken = inner.strategy.shards.get(0)?.destroy({ reason: 'test', code: 4200, recover: 1 })
    await as(guest).ask('post', `/channels/${channel.id}/messages`, { content: 'while you were away' })
    await broken
    await resumed
    expect((await received)[0].content).toBe('while you were away')
  }),
  step('shares its guilds out among shards', async (stage) => {
    const { guild, owner, server, channel, as } = stage
    const other = { id: guild.id, channel: channel.id }
    const token = await addBot(owner, other, 'Shards')
    const bot = await startBot(server.origin, token, { shards: [0, 1], shardCount: 2 })
    expect([...bot.ws.shards.keys()]).toEqual([0, 1])
    const mine = Number((BigInt(guild.id) >> 22n) % 2n)
    expect(bot.guilds.cache.get(guild.id)?.shardId).toBe(mine)
    const told = new Promise<string>((resolve) =>
      bot.once(Events.MessageCreate, (message) => resolve(message.content)),
    )
    await as(owner).ask('post', `/channels/${channel.id}/messages`, { content: 'to one shard' })
    expect(await told).toBe('to one shard')
    await bot.destroy()
    await guild.members.kick(bot.application.id)
  }),
  step('is refused what it has no permission for, with the code libraries know', async (stage) => {
    const { guild, owner, server, channel } = stage
    const token = await addBot(owner, { id: guild.id, channel: channel.id }, 'Plain')
    const bot = await startBot(server.origin, token)
    const making = bot.guilds.cache.get(guild.id)?.channels.create({ name: 'mine' })
    await expect(making).rejects.toMatchObject({ code: 50013 })
    await bot.destroy()
    await guild.members.kick(bot.application.id)
  }),
]
