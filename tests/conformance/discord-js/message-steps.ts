import { EmbedBuilder, Events, MessageFlags, MessageReferenceType, MessageType, Routes } from 'discord.js'
import { expect } from 'vitest'
import { pngSaying } from '../../support/pictures.ts'
import { step } from './step.ts'

export const messageSteps = [
  step('receives a message and replies to it', async ({ channel, owner, guest, as, heard }) => {
    const told = heard(Events.MessageCreate)
    await as(owner).ask('post', Routes.channelMessages(channel.id), { content: 'Is there frost tonight?' })
    const [message] = await told
    expect([message.content, message.member?.id]).toEqual(['Is there frost tonight?', owner.id])
    const reply = await message.reply('Minus two.')
    expect([reply.type, reply.reference?.messageId]).toEqual([MessageType.Reply, message.id])
    expect((await reply.fetchReference()).content).toBe(message.content)
    const seen = await as(guest).ask('get', `${Routes.channelMessages(channel.id)}?limit=1`)
    expect(seen).toMatchObject([{ content: 'Minus two.', referenced_message: { id: message.id } }])
  }),
  step('edits a message, and hears what it said', async ({ channel, heard }) => {
    const sent = await channel.send('First frost expected')
    const told = heard(Events.MessageUpdate, (_, now) => now.id === sent.id)
    const edited = await sent.edit('First frost expected tonight')
    const [, now] = await told
    expect([edited.content, now.content]).toEqual(Array(2).fill('First frost expected tonight'))
    expect(edited.editedAt).not.toBeNull()
  }),
  step('deletes a message', async ({ channel, heard }) => {
    const sent = await channel.send('Never mind')
    const told = heard(Events.MessageDelete)
    await sent.delete()
    expect((await told)[0].id).toBe(sent.id)
    const again = channel.messages.fetch({ message: sent.id, force: true })
    await expect(again).rejects.toMatchObject({ code: 10008 })
  }),
  step('deletes several messages at once', async ({ channel, heard }) => {
    const sent = [await channel.send('1'), await channel.send('2'), await channel.send('3')]
    const told = heard(Events.MessageBulkDelete)
    await channel.bulkDelete(sent)
    expect([...(await told)[0].keys()].toSorted()).toEqual(sent.map((one) => one.id).toSorted())
  }),
  step('pages through history: newest, before, after, around', async ({ newChannel }) => {
    const channel = await newChannel('history')
    const ids: string[] = []
    for (const content of ['1', '2', '3', '4', '5']) ids.push((await channel.send(content)).id)
    const page = async (options: object) => [...(await channel.messages.fetch(options)).keys()]
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = ids
    expect(await page({ limit: 2 })).toEqual([fifth, fourth])
    expect(await page({ before: third })).toEqual([second, first])
    expect(await page({ after: third })).toEqual([fifth, fourth])
    expect(await page({ around: third, limit: 3 })).toEqual([fourth, third, second])
    expect((await channel.messages.fetch({ message: first, force: true })).content).toBe('1')
    await channel.delete()
  }),
  step('finds messages by their words', async ({ channel, bot }) => {
    const sent = await channel.send('Mulch against the frost')
    const found = async (path: string) => {
      const answer = (await bot.rest.get(`/${path}/messages/search`, {
        query: new URLSearchParams([
          ['content', 'FROST mulch'],
          ['channel_id', channel.id],
          ['channel_id', '1'],
        ]),
      })) as { messages?: { id: string }[][] }
      return answer.messages?.map(([message]) => message?.id)
    }
    await expect.poll(() => found(`guilds/${channel.guildId}`), { timeout: 2000 }).toEqual([sent.id])
    expect(await found(`channels/${channel.id}`)).toEqual([sent.id])
  }),
  step('shows embeds of every part, and leaves them out where it is asked', async ({ channel, heard }) => {
    const embed = new EmbedBuilder({
      title: 'Frost',
      description: 'Minus two',
      url: 'https://example.org/frost',
      color: 0x22_88_44,
      timestamp: '2026-01-01T00:00:00.000Z',
      author: { name: 'Weather' },
      footer: { text: 'Until nine' },
      fields: [{ name: 'Wind', value: 'None', inline: true }],
    })
    const sent = await channel.send({ embeds: [embed] })
    expect(sent.embeds[0]?.toJSON()).toMatchObject({ ...embed.toJSON(), type: 'rich' })
    const told = heard(Events.MessageUpdate, (_, now) => now.id === sent.id)
    await sent.suppressEmbeds()
    expect((await told)[1].flags.has(MessageFlags.SuppressEmbeds)).toBe(true)
  }),
  step('sends files with words beside them, and fetches them', async ({ channel, bot }) => {
    const picture = pngSaying('beds')
    const sent = await channel.send({
      files: [
        { attachment: picture, name: 'beds.png', description: 'Two beds' },
        { attachment: Buffer.from('Carrots, leeks'), name: 'SPOILER_list.txt' },
      ],
    })
    const [shown, hidden] = [...sent.attachments.values()]
    expect(shown).toMatchObject({ name: 'beds.png', description: 'Two beds', width: 64, height: 64 })
    expect(hidden).toMatchObject({ name: 'SPOILER_list.txt', size: 14 })
    expect([shown?.spoiler, hidden?.spoiler]).toEqual([false, true])
    expect(await (await fetch(hidden?.url ?? '')).text()).toBe('Carrots, leeks')
    const { refreshed_urls: refreshed } = (await bot.rest.post('/attachments/refresh-urls', {
      body: { attachment_urls: [hidden?.url] },
    })) as { refreshed_urls: { refreshed: string }[] }
    expect((await fetch(refreshed[0]?.refreshed ?? '')).status).toBe(200)
    const edited = await sent.edit({ content: 'One is enough', attachments: shown ? [shown] : [] })
    expect([...edited.attachments.values()].map((one) => one.name)).toEqual(['beds.png'])
  }),
  step('sends a file ahead of its message', async ({ channel, bot }) => {
    const { attachments } = (await bot.rest.post(`/channels/${channel.id}/attachments`, {
      body: { files: [{ id: '0', filename: 'list.txt', file_size: 7 }] },
    })) as { attachments: { upload_url: string; upload_filename: string }[] }
    const [room] = attachments
    expect((await fetch(room?.upload_url ?? '', { method: 'PUT', body: 'Carrots' })).status).toBe(200)
    const sent = (await bot.rest.post(Routes.channelMessages(channel.id), {
      body: { attachments: [{ id: '0', filename: 'list.txt', uploaded_filename: room?.upload_filename }] },
    })) as { attachments: { url: string }[] }
    expect(await (await fetch(sent.attachments[0]?.url ?? '')).text()).toBe('Carrots')
  }),
  step('sends stickers', async ({ channel, guild }) => {
    const file = { attachment: pngSaying('s'), name: 's.png' }
    const sticker = await guild.stickers.create({ file, name: 'leek', tags: 'leek', description: '' })
    const sent = await channel.send({ stickers: [sticker] })
    expect(sent.stickers.map((one) => one.name)).toEqual(['leek'])
    await sticker.delete()
  }),
  step('sends once what it sends twice with a nonce', async ({ channel, heard }) => {
    const told = heard(Events.MessageCreate, (message) => message.nonce === 'seed-1')
    const options = { content: 'Once', nonce: 'seed-1', enforceNonce: true }
    const [first, second] = [await channel.send(options), await channel.send(options)]
    expect([second.id, (await told)[0].id]).toEqual([first.id, first.id])
  }),
  step('mentions whom it names, and nobody where it is not allowed to', async ({ channel, guest, guild }) => {
    const role = await guild.roles.create({ name: 'Carrots', mentionable: true })
    const content = `<@${guest.id}> <@&${role.id}> @everyone <#${channel.id}>`
    const { mentions } = await channel.send({
      content,
      allowedMentions: { parse: ['users', 'roles', 'everyone'] },
    })
    expect([mentions.users.has(guest.id), mentions.roles.has(role.id), mentions.everyone]).toEqual([
      true,
      true,
      true,
    ])
    const quiet = await channel.send({ content, allowedMentions: { parse: [] } })
    expect([quiet.mentions.users.size, quiet.mentions.roles.size, quiet.mentions.everyone]).toEqual([
      0,
      0,
      false,
    ])
    await role.delete()
  }),
  step('says something silently', async ({ channel }) => {
    const sent = await channel.send({ content: 'Hush', flags: MessageFlags.SuppressNotifications })
    expect(sent.flags.has(MessageFlags.SuppressNotifications)).toBe(true)
  }),
  step('forwards a message to another channel', async ({ channel, newChannel }) => {
    const sent = await channel.send('Frost tonight')
    const other = await newChannel('notice-board')
    const forwarded = await sent.forward(other)
    expect(forwarded.reference?.type).toBe(MessageReferenceType.Forward)
    expect(forwarded.messageSnapshots.first()?.content).toBe('Frost tonight')
    await other.delete()
  }),
  step('sees the system greet who joins', async (stage) => {
    const told = stage.heard(Events.MessageCreate, (message) => message.type === MessageType.UserJoin)
    const { person, member } = await stage.newcomer()
    const [message] = await told
    expect([message.system, message.author.id]).toEqual([true, person.id])
    await member.kick()
  }),
  step('is refused in Discord’s words what is too long, empty, or not there', async ({ channel, bot }) => {
    await expect(channel.send('x'.repeat(2001))).rejects.toMatchObject({ code: 50035 })
    await expect(channel.send('')).rejects.toMatchObject({ code: 50006 })
    await expect(bot.rest.get('/channels/1/messages')).rejects.toMatchObject({ code: 10003 })
  }),
  step('shows that it is typing, and sees others type', async ({ channel, guest, as, heard }) => {
    await channel.sendTyping()
    const told = heard(Events.TypingStart, (typing) => typing.user.id === guest.id)
    await as(guest).ask('post', Routes.channelTyping(channel.id))
    const [typing] = await told
    expect([typing.channel.id, typing.inGuild()]).toEqual([channel.id, true])
  }),
]
