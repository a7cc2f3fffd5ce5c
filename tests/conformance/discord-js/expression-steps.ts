import { Events } from 'discord.js'
import { expect } from 'vitest'
import { pngSaying } from '../../support/pictures.ts'
import { step } from './step.ts'

export const expressionSteps = [
  step('makes an emoji, renames it and deletes it, and hears of each', async ({ guild, bot, heard }) => {
    const made = heard(Events.GuildEmojiCreate)
    const emoji = await guild.emojis.create({ attachment: pngSaying('carrot'), name: 'carrot' })
    expect((await made)[0]).toMatchObject({ id: emoji.id, name: 'carrot', animated: false })
    expect((await fetch(emoji.imageURL({ extension: 'png' }))).headers.get('content-type')).toBe('image/png')
    expect((await guild.emojis.fetchAuthor(emoji)).id).toBe(bot.user.id)
    const renamed = heard(Events.GuildEmojiUpdate)
    await emoji.edit({ name: 'beet' })
    const [before, after] = await renamed
    expect([before.name, after.name]).toEqual(['carrot', 'beet'])
    expect((await guild.emojis.fetch(undefined, { force: true })).has(emoji.id)).toBe(true)
    expect((await guild.emojis.fetch(emoji.id, { force: true })).name).toBe('beet')
    const gone = heard(Events.GuildEmojiDelete)
    await emoji.delete()
    expect((await gone)[0].id).toBe(emoji.id)
  }),
  step('keeps an emoji for those who have a role', async ({ guild }) => {
    const role = await guild.roles.create({ name: 'Carrots' })
    const emoji = await guild.emojis.create({ attachment: pngSaying('c'), name: 'closed', roles: [role] })
    expect([...emoji.roles.cache.keys()]).toEqual([role.id])
    await emoji.delete()
    await role.delete()
  }),
  step('makes a sticker, renames it and deletes it, and hears of each', async ({ guild, bot, heard }) => {
    const made = heard(Events.GuildStickerCreate)
    const sticker = await guild.stickers.create({
      file: { attachment: pngSaying('sticker'), name: 'carrot.png' },
      name: 'carrot',
      tags: 'carrot',
      description: 'A carrot',
    })
    expect((await made)[0]).toMatchObject({ id: sticker.id, name: 'carrot', description: 'A carrot' })
    expect((await fetch(sticker.url)).status).toBe(200)
    expect((await guild.stickers.fetchUser(sticker))?.id).toBe(bot.user.id)
    const renamed = heard(Events.GuildStickerUpdate)
    await sticker.edit({ name: 'beet' })
    const [before, after] = await renamed
    expect([before.name, after.name]).toEqual(['carrot', 'beet'])
    expect((await guild.stickers.fetch()).has(sticker.id)).toBe(true)
    const gone = heard(Events.GuildStickerDelete)
    await sticker.delete()
    expect((await gone)[0].id).toBe(sticker.id)
  }),
]
