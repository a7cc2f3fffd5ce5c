import * as mediaContract from '@alles/media/contract'
import { asAccount } from '@alles/platform/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Message } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let running: RunningChat
let ada: Person
let ben: Person
let bot: Person
let guildId: string
let channelId: string

beforeAll(async () => {
  running = await startChat()
  ada = await running.person()
  ben = await running.person()
  bot = await running.bot()
  const guild = await running.guildOf(ada, ben)
  guildId = guild.id
  channelId = guild.channelId
  const by = { accountId: ada.id, bot: false }
  await running.internal.addBot({ guildId, accountId: bot.id, permissions: 8n, by })
})
afterAll(() => running.stop())
beforeEach(() => running.clock.advance(60_000))

const media = () => running.parts.calls.of(mediaContract)

/** Sends a file before its message; answers what names it there. */
async function upload(by: Person, text: string, filename = 'notes.txt') {
  const bytes = Buffer.from(text)
  const { uploads } = await media().prepareUploads({ by: by.id, files: [{ filename, size: bytes.length }] })
  const [prepared] = uploads
  if (!prepared) throw new Error('nothing was prepared')
  await running.parts.http.inject({
    method: 'PUT',
    url: new URL(prepared.upload_url).pathname,
    payload: bytes,
  })
  return { filename, uploaded_filename: prepared.upload_filename }
}

async function read(url: string): Promise<string | number> {
  const { pathname, search } = new URL(url)
  const answer = await running.parts.http.inject({ method: 'GET', url: `${pathname}${search}` })
  return answer.statusCode === 200 ? answer.body : answer.statusCode
}

/** A form with these files, and the message as `payload_json`. */
async function sendForm(by: Person, payload: object, files: readonly [string, string, string][]) {
  const form = new FormData()
  form.set('payload_json', JSON.stringify(payload))
  for (const [name, fileName, text] of files) form.set(name, new File([text], fileName))
  const request = new Request('http://localhost', { method: 'POST', body: form })
  return running.parts.http.inject({
    method: 'POST',
    url: `/api/v10/channels/${channelId}/messages`,
    headers: { ...asAccount(by.id), 'content-type': request.headers.get('content-type') ?? '' },
    payload: Buffer.from(await request.arrayBuffer()),
  })
}

const urlsOf = (message: Message) => message.attachments.map((file) => file.url)

describe('files', () => {
  test('may be all that a message is, with words for who does not see them', async () => {
    const file = { ...(await upload(ben, 'first')), description: 'A list', is_spoiler: true }
    const sent = await ben.api.sendMessage({ channelId, attachments: [{ id: 0, ...file }] })
    expect(sent).toMatchObject({
      content: '',
      attachments: [{ filename: 'notes.txt', description: 'A list', size: 5, flags: 8 }],
    })
    expect(await read(urlsOf(sent)[0] ?? '')).toBe('first')
    const [listed] = await ada.api.listMessages({ channelId, limit: 1 })
    expect(listed).toEqual(sent)
  })

  test('are spoilers too where they are called so', async () => {
    const [called, said] = [
      await upload(ben, 'x', 'SPOILER_end.txt'),
      await upload(ben, 'x', 'SPOILER_x.txt'),
    ]
    const attachments = [called, { ...said, is_spoiler: false }]
    const sent = await ben.api.sendMessage({ channelId, attachments })
    expect(sent.attachments.map((file) => file.flags)).toEqual([8, undefined])
  })

  test('are stored without their names and descriptions in clear', async () => {
    const file = { ...(await upload(ben, 'x', 'canary-name.txt')), description: 'canary-words' }
    const { id } = await ben.api.sendMessage({ channelId, attachments: [file] })
    const [row] = await running.storage.admin`select messages::text as text from messages where id = ${id}`
    for (const word of ['canary', Buffer.from('canary').toString('hex')])
      expect(row?.['text']).not.toContain(word)
  })

  test('come with the message as parts of a form, each told by its number', async () => {
    const answer = await sendForm(
      ben,
      { content: 'two', attachments: [{ id: 1, description: 'the second' }] },
      [
        ['files[0]', 'a.txt', 'one'],
        ['files[1]', 'b.txt', 'two'],
      ],
    )
    expect(answer.statusCode).toBe(200)
    const message = answer.json<Message>()
    expect(message.attachments.map((file) => [file.filename, file.description])).toEqual([
      ['b.txt', 'the second'],
      ['a.txt', undefined],
    ])
    expect(await Promise.all(urlsOf(message).map(read))).toEqual(['two', 'one'])
  })

  test('leave nothing where the message is refused', async () => {
    const answer = await sendForm(ben, { content: 'x'.repeat(2001) }, [['files[0]', 'a.txt', 'one']])
    expect(answer.json()).toMatchObject({ code: 50035 })
    expect(await running.mediaAdmin`select from waiting_files`).toHaveLength(0)
  })

  test('of others cannot be used, and unknown ones are refused', async () => {
    const file = await upload(ada, 'mine')
    expect(await running.codeOf(ben.api.sendMessage({ channelId, attachments: [file] }))).toBe('unknown_file')
    expect(
      await running.codeOf(ben.api.sendMessage({ channelId, attachments: [{ id: 3, filename: 'a' }] })),
    ).toBe('unknown_file')
  })

  test('are for members who may attach them, told before a byte is read', async () => {
    const denied = { channelId, overwriteId: guildId, type: 0 as const, allow: '0' }
    await ada.api.setOverwrite({ ...denied, deny: String(1n << 15n) })
    const answer = await sendForm(ben, {}, [['files[0]', 'a.txt', 'one']])
    expect(answer.json()).toMatchObject({ code: 50013 })
    const file = await upload(ben, 'x')
    expect(await running.codeOf(ben.api.sendMessage({ channelId, attachments: [file] }))).toBe(
      'missing_permissions',
    )
    await ada.api.setOverwrite({ ...denied, deny: '0' })
  })

  test('are at most ten', async () => {
    const files = Array.from({ length: 11 }, (_, at) => [`files[${at}]`, `${at}.txt`, 'x'] as const)
    const answer = await sendForm(
      ben,
      {},
      files.map((one) => [...one]),
    )
    expect(answer.statusCode).toBe(400)
  })
})

describe('an edit', () => {
  test('keeps the files it names, takes the others away, and adds new ones', async () => {
    const [a, b] = [await upload(ben, 'a', 'a.txt'), await upload(ben, 'b', 'b.txt')]
    const sent = await ben.api.sendMessage({ channelId, content: 'files', attachments: [a, b] })
    const kept = sent.attachments[0]?.id ?? ''
    const edited = await ben.api.editMessage({
      channelId,
      messageId: sent.id,
      attachments: [{ id: kept, description: 'kept' }, await upload(ben, 'c', 'c.txt')],
    })
    expect(edited.content).toBe('files')
    expect(edited.attachments.map((file) => [file.filename, file.description])).toEqual([
      ['a.txt', 'kept'],
      ['c.txt', undefined],
    ])
    await running.parts.jobs.drain()
    expect(await read(urlsOf(sent)[1] ?? '')).toBe(404)
    expect(await Promise.all(urlsOf(edited).map(read))).toEqual(['a', 'c'])
  })

  test('does not take all that is left', async () => {
    const sent = await ben.api.sendMessage({ channelId, attachments: [await upload(ben, 'a')] })
    const emptied = ben.api.editMessage({ channelId, messageId: sent.id, attachments: [] })
    expect(await running.codeOf(emptied)).toBe('empty_message')
    expect(await read(urlsOf(sent)[0] ?? '')).toBe('a')
  })
})

async function filesIn(channelIds: readonly string[]): Promise<number> {
  const admin = running.mediaAdmin
  return (await admin`select from attachments where channel_id = any (${admin.array([...channelIds], 1016)})`)
    .length
}

describe('files go', () => {
  test('with their message', async () => {
    const sent = await ben.api.sendMessage({ channelId, attachments: [await upload(ben, 'a')] })
    await ben.api.deleteMessage({ channelId, messageId: sent.id })
    await running.parts.jobs.drain()
    expect(await read(urlsOf(sent)[0] ?? '')).toBe(404)
  })

  test('with their channel', async () => {
    const { id } = await ada.api.createChannel({ guildId, name: 'short', type: 0 })
    const sent = await ada.api.sendMessage({ channelId: id, attachments: [await upload(ada, 'a')] })
    expect(await read(urlsOf(sent)[0] ?? '')).toBe('a')
    await ada.api.deleteChannel({ channelId: id })
    await running.parts.jobs.drain()
    expect(await read(urlsOf(sent)[0] ?? '')).toBe(404)
  })

  test('with their thread, and with the channel that their thread is in', async () => {
    const { id: parentId } = await ada.api.createChannel({ guildId, name: 'short', type: 0 })
    const open = async () => (await ada.api.startThread({ channelId: parentId, name: 'Thread', type: 12 })).id
    const [alone, along] = [await open(), await open()]
    const urls: string[] = []
    for (const id of [alone, along])
      urls.push(...urlsOf(await ada.api.sendMessage({ channelId: id, attachments: [await upload(ada, id)] })))
    await ada.api.deleteChannel({ channelId: alone })
    await running.parts.jobs.drain()
    expect(await Promise.all(urls.map(read))).toEqual([404, along])
    await ada.api.deleteChannel({ channelId: parentId })
    await running.parts.jobs.drain()
    expect(await Promise.all(urls.map(read))).toEqual([404, 404])
    expect(await filesIn([alone, along])).toBe(0)
  })

  test('with their guild, a day after it was deleted, from channels of all kinds and from threads', async () => {
    const guild = await running.guildOf(ada)
    const news = await ada.api.createChannel({ guildId: guild.id, name: 'news', type: 5 })
    const forum = await ada.api.createChannel({ guildId: guild.id, name: 'forum', type: 15 })
    const message = { content: '', attachments: [await upload(ada, 'post')] }
    const post = await ada.api.startThread({ channelId: forum.id, name: 'Post', message })
    const thread = await ada.api.startThread({ channelId: guild.channelId, name: 'Thread', type: 11 })
    const places = [guild.channelId, news.id, thread.id]
    for (const id of places)
      await ada.api.sendMessage({ channelId: id, attachments: [await upload(ada, 'a')] })
    await ada.api.editChannel({ channelId: thread.id, archived: true })
    const all = [...places, post.id]
    expect(await filesIn(all)).toBe(4)
    await ada.api.deleteGuild({ guildId: guild.id })
    await running.parts.jobs.drain()
    expect(await filesIn(all)).toBe(4)
    running.clock.advance(86_400_000)
    await running.parts.jobs.runInterval('chat.purgeDeleted')
    await running.parts.jobs.drain()
    expect(await filesIn(all)).toBe(0)
  })

  test('ten minutes after a message that never came to be, and not with one that did', async () => {
    const kept = await ben.api.sendMessage({ channelId, attachments: [await upload(ben, 'kept')] })
    const file = await upload(ben, 'lost')
    const { bundle } = await media().attach({
      by: ben.id,
      channelId,
      key: (await running.member(guildId, ben.id))?.contentKeyId ?? '',
      files: [{ upload: file.uploaded_filename, filename: 'lost.txt' }],
    })
    running.clock.advance(11 * 60_000)
    expect((await media().listUnsettled({})).bundles).toContain(bundle)
    await running.parts.jobs.runInterval('chat.settleFiles')
    expect((await media().listUnsettled({})).bundles).toEqual([])
    const [again] = await ben.api.listMessages({ channelId, limit: 1 })
    expect(again?.id).toBe(kept.id)
    expect(await read(again?.attachments[0]?.url ?? '')).toBe('kept')
  })
})

describe('a picture of an embed', () => {
  test('may be a file of the same message, which is then shown there alone', async () => {
    const file = await upload(bot, 'picture', 'map.txt')
    const sent = await bot.api.sendMessage({
      channelId,
      attachments: [file],
      embeds: [{ title: 'Map', image: { url: 'attachment://map.txt' } }],
    })
    expect(sent.attachments).toEqual([])
    expect(await read(sent.embeds[0]?.image?.url ?? '')).toBe('picture')
  })

  test('is refused where no file is called so', async () => {
    const sent = bot.api.sendMessage({
      channelId,
      embeds: [{ title: 'Map', image: { url: 'attachment://none.png' } }],
    })
    expect(await running.codeOf(sent)).toBe('unknown_file')
  })
})
