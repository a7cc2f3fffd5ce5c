import { asAccount, greyPng } from '@alles/platform/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Sticker } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let owner: Person
let member: Person
let guildId: string

beforeAll(async () => {
  chat = await startChat()
})
beforeEach(async () => {
  owner = await chat.person()
  member = await chat.person()
  guildId = (await chat.guildOf(owner, member)).id
})
afterAll(() => chat.stop())

const png = greyPng(64, 64)

/** As clients send it: a form with a file. */
async function send(by: Person, fields: Record<string, string>, file: Buffer | null = png) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  if (file) form.append('file', new Blob([Uint8Array.from(file)], { type: 'image/png' }), 'sticker.png')
  const request = new Request('http://localhost/', { method: 'POST', body: form })
  const answer = await chat.parts.http.inject({
    method: 'POST',
    url: `/api/v10/guilds/${guildId}/stickers`,
    headers: { ...asAccount(by.id), 'content-type': request.headers.get('content-type') ?? '' },
    payload: Buffer.from(await request.arrayBuffer()),
  })
  return { status: answer.statusCode, sticker: answer.json<Sticker & { code?: number }>() }
}

const words = { name: ' Carrot ', description: 'A carrot', tags: 'vegetable' }

describe('stickers', () => {
  test('are made of a form with a picture, and everybody hears of all there are', async () => {
    const heard = chat.listen(guildId)
    const { status, sticker } = await send(owner, words)
    expect(status).toBe(201)
    expect(sticker).toMatchObject({
      name: 'Carrot',
      description: 'A carrot',
      tags: 'vegetable',
      type: 2,
      format_type: 1,
      guild_id: guildId,
    })
    expect(heard).toMatchObject([{ t: 'GUILD_STICKERS_UPDATE', d: { stickers: [{ id: sticker.id }] } }])
    expect((await member.api.getGuild({ guildId })).stickers).toMatchObject([{ id: sticker.id }])
    expect(await owner.api.getSticker({ guildId, stickerId: sticker.id })).toMatchObject({
      user: { id: owner.id },
    })
    const shown = () => chat.parts.http.inject({ method: 'GET', url: `/media/stickers/${sticker.id}.png` })
    expect((await shown()).statusCode).toBe(200)
    expect(
      await owner.api.editSticker({ guildId, stickerId: sticker.id, name: 'Turnip', description: null }),
    ).toMatchObject({ name: 'Turnip', description: null, tags: 'vegetable' })
    await owner.api.deleteSticker({ guildId, stickerId: sticker.id })
    await chat.parts.jobs.drain()
    expect((await shown()).statusCode).toBe(404)
    const log = (await owner.api.listAuditLog({ guildId })).audit_log_entries
    expect(log.slice(0, 3).map((one) => one.action_type)).toEqual([92, 91, 90])
  })

  test('are refused without a picture, without words, and from who may not make them', async () => {
    expect((await send(owner, words, null)).status).toBe(415)
    expect((await send(owner, words, Buffer.from('no picture'))).status).toBe(415)
    expect((await send(owner, { ...words, name: 'x' })).status).toBe(400)
    expect((await send(member, words)).sticker.code).toBe(50013)
    expect((await send(await chat.person(), words)).sticker.code).toBe(10004)
    expect(await chat.codeOf(member.api.getSticker({ guildId, stickerId: '1' }))).toBe('unknown_sticker')
  })

  test('are stored sealed', async () => {
    await send(owner, { name: 'canary name', description: 'canary words', tags: 'canary' })
    const { admin } = chat.storage
    expect(await admin`select 1 from stickers where position('canary'::bytea in words) > 0`).toHaveLength(0)
  })
})
