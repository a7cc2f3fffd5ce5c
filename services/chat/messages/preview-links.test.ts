import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { greyPng } from '@alles/platform/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let place: Server
let asked: string[]
let base: string
let running: RunningChat
let ada: Person
let ben: Person
let guildId: string
let channelId: string

const page = `<!doctype html><meta property="og:title" content="Beds"><meta property="og:image" content="/p.png">`

beforeAll(async () => {
  place = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (request.url === '/p.png') response.setHeader('content-type', 'image/png').end(greyPng(40, 30))
    else response.setHeader('content-type', 'text/html').end(page)
  })
  await new Promise<void>((resolve) => {
    place.listen(0, '127.0.0.1', resolve)
  })
  base = `http://place.test:${(place.address() as AddressInfo).port}`
  const reach = {
    ports: 'any',
    reach: 'loopback',
    answers: { 'place.test': Array.from({ length: 50 }, () => ['127.0.0.1']) },
  } as const
  running = await startChat({ previews: { record: () => undefined, reach } })
  ada = await running.person()
  ben = await running.person()
  const guild = await running.guildOf(ada, ben)
  guildId = guild.id
  channelId = guild.channelId
})
afterAll(async () => {
  await running.stop()
  place.close()
})
beforeEach(() => {
  running.clock.advance(60_000)
  asked = []
})

const allow = (linkPreviews: boolean) => ada.api.editGuildSettings({ guildId, link_previews: linkPreviews })
const write = (content: string, more: object = {}) => ben.api.sendMessage({ channelId, content, ...more })
const newest = async () => (await ada.api.listMessages({ channelId, limit: 1 }))[0]

describe('links', () => {
  test('are looked up nowhere unless the server wants it', async () => {
    await write(`see ${base}/a`)
    await running.parts.jobs.drain()
    expect(asked).toEqual([])
    expect((await newest())?.embeds).toEqual([])
  })

  test('are shown with what they lead to, some time after the message, which stays unedited', async () => {
    await allow(true)
    const sent = await write(`see ${base}/a`)
    expect(sent.embeds).toEqual([])
    const heard = running.listen(guildId)
    await running.parts.jobs.drain()
    const shown = await newest()
    expect(shown).toMatchObject({
      id: sent.id,
      edited_timestamp: null,
      embeds: [{ url: `${base}/a`, title: 'Beds', thumbnail: { width: 40, height: 30 } }],
    })
    expect(heard).toMatchObject([{ t: 'MESSAGE_UPDATE', d: { id: sent.id, embeds: shown?.embeds } }])
    expect(asked).toEqual(['/a', '/p.png'])
    const { pathname, search } = new URL(shown?.embeds[0]?.thumbnail?.url ?? '')
    const picture = await running.parts.http.inject({ method: 'GET', url: `${pathname}${search}` })
    expect(picture.statusCode).toBe(200)
    await ben.api.deleteMessage({ channelId, messageId: sent.id })
    await running.parts.jobs.drain()
    const gone = await running.parts.http.inject({ method: 'GET', url: `${pathname}${search}` })
    expect(gone.statusCode).toBe(404)
  })

  test('follow an edit, and are left out where the author wants that', async () => {
    const sent = await write(`see ${base}/b`)
    await running.parts.jobs.drain()
    await ben.api.editMessage({ channelId, messageId: sent.id, content: `rather ${base}/c` })
    expect((await newest())?.embeds).toEqual([])
    await running.parts.jobs.drain()
    expect((await newest())?.embeds).toMatchObject([{ url: `${base}/c` }])
    await write(`see ${base}/d`, { flags: 4 })
    await write(`see <${base}/e>`)
    await running.parts.jobs.drain()
    expect((await newest())?.embeds).toEqual([])
    expect(asked).not.toEqual(expect.arrayContaining(['/d']))
    expect(asked).not.toEqual(expect.arrayContaining(['/e']))
  })

  test('are not shown where the message was edited while they were looked up', async () => {
    const sent = await write(`see ${base}/slow`)
    const drained = running.parts.jobs.drain()
    await expect.poll(() => asked).toContain('/slow')
    await ben.api.editMessage({ channelId, messageId: sent.id, content: 'no link' })
    await drained
    expect((await newest())?.embeds).toEqual([])
  })

  test('of those who may not show them are left alone', async () => {
    const rule = { channelId, overwriteId: guildId, type: 0 as const, allow: '0' }
    await ada.api.setOverwrite({ ...rule, deny: String(1n << 14n) })
    await write(`see ${base}/f`)
    await running.parts.jobs.drain()
    expect(asked).toEqual([])
    await ada.api.setOverwrite({ ...rule, deny: '0' })
  })
})
