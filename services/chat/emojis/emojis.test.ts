import { createSealer } from '@alles/platform/catalogue'
import { greyPng } from '@alles/platform/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { catalogue } from '../catalogue.ts'
import { bits } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let owner: Person
let maker: Person
let member: Person
let guildId: string

const image = `data:image/png;base64,${greyPng(32, 32).toString('base64')}`

beforeAll(async () => {
  chat = await startChat()
})
beforeEach(async () => {
  owner = await chat.person()
  maker = await chat.person()
  member = await chat.person()
  guildId = (await chat.guildOf(owner, maker, member)).id
  const permissions = bits('CREATE_GUILD_EXPRESSIONS').toString()
  const role = await owner.api.createRole({ guildId, permissions })
  await owner.api.giveRole({ guildId, userId: maker.id, roleId: role.id })
})
afterAll(() => chat.stop())

describe('emojis', () => {
  test('are made of a picture, shown under their id, and everybody hears of all there are', async () => {
    const heard = chat.listen(guildId)
    const emoji = await maker.api.createEmoji({ guildId, name: 'carrot', image })
    expect(emoji).toMatchObject({ name: 'carrot', animated: false, available: true, roles: [] })
    expect(heard).toMatchObject([{ t: 'GUILD_EMOJIS_UPDATE', d: { guild_id: guildId, emojis: [emoji] } }])
    expect((await member.api.getGuild({ guildId })).emojis).toEqual([emoji])
    const shown = () => chat.parts.http.inject({ method: 'GET', url: `/media/emojis/${emoji.id}.webp` })
    expect((await shown()).statusCode).toBe(200)
    await maker.api.deleteEmoji({ guildId, emojiId: emoji.id })
    await chat.parts.jobs.drain()
    expect((await shown()).statusCode).toBe(404)
    expect((await member.api.getGuild({ guildId })).emojis).toEqual([])
    const log = (await owner.api.listAuditLog({ guildId })).audit_log_entries
    expect(log.map((one) => [one.action_type, one.target_id]).slice(0, 2)).toEqual([
      [62, emoji.id],
      [60, emoji.id],
    ])
  })

  test('say who made them to those who make emojis too', async () => {
    const { id } = await maker.api.createEmoji({ guildId, name: 'carrot', image })
    expect((await maker.api.listEmojis({ guildId }))[0]?.user?.id).toBe(maker.id)
    expect((await member.api.listEmojis({ guildId }))[0]).not.toHaveProperty('user')
    expect(await owner.api.getEmoji({ guildId, emojiId: id })).toMatchObject({ user: { id: maker.id } })
    expect(await chat.codeOf(member.api.getEmoji({ guildId, emojiId: '1' }))).toBe('unknown_emoji')
  })

  test('are changed by who made them, or manages all', async () => {
    const own = await maker.api.createEmoji({ guildId, name: 'carrot', image })
    const other = await owner.api.createEmoji({ guildId, name: 'turnip', image })
    const rename = (by: Person, emojiId: string) =>
      chat.codeOf(by.api.editEmoji({ guildId, emojiId, name: 'beet' }))
    expect(await rename(maker, own.id)).toBe('done')
    expect(await rename(maker, other.id)).toBe('missing_permissions')
    expect(await rename(owner, own.id)).toBe('done')
    expect(await rename(member, own.id)).toBe('missing_permissions')
    expect(await chat.codeOf(member.api.createEmoji({ guildId, name: 'leek', image }))).toBe(
      'missing_permissions',
    )
  })

  test('can be for some roles alone, of which there must be such', async () => {
    const friends = await owner.api.createRole({ guildId })
    const emoji = await owner.api.createEmoji({ guildId, name: 'carrot', image, roles: [friends.id] })
    expect(emoji.roles).toEqual([friends.id])
    const edit = (roles: string[]) => owner.api.editEmoji({ guildId, emojiId: emoji.id, roles })
    expect(await chat.codeOf(edit(['1']))).toBe('unknown_role')
    expect((await edit([])).roles).toEqual([])
    await edit([friends.id])
    await owner.api.deleteRole({ guildId, roleId: friends.id })
    expect((await owner.api.getEmoji({ guildId, emojiId: emoji.id })).roles).toEqual([])
  })

  test('are at most 200 that stand still, and nothing stays of one too many', async () => {
    const { admin } = chat.storage
    const { keyId: key } = await chat.state(guildId)
    const first = await owner.api.createEmoji({ guildId, name: 'carrot', image })
    const ids = Array.from({ length: 199 }, (_, index) => String(BigInt(first.id) + BigInt(index + 1)))
    const names = await createSealer(chat.keys).seal(
      catalogue.tables.emojis,
      'name',
      ids.map((id) => ({ row: `${guildId}:${id}`, key, value: 'another' })),
    )
    for (const [index, id] of ids.entries())
      await admin`
        insert into emojis (guild_id, id, animated, picture, name)
        values (${guildId}, ${id}, false, 'none', ${Buffer.from(names[index] ?? [])})`
    const before = await chat.mediaAdmin`select 1 from guild_pictures`
    chat.evict(guildId)
    const attempt = owner.api.createEmoji({ guildId, name: 'last', image })
    expect(await chat.codeOf(attempt)).toBe('too_many_emojis')
    expect(await chat.mediaAdmin`select 1 from guild_pictures`).toHaveLength(before.length)
  })

  test('have names of letters, digits and underscores, stored sealed', async () => {
    for (const name of ['a', 'a b', 'ä'.repeat(3), 'a'.repeat(33)])
      expect(await chat.codeOf(owner.api.createEmoji({ guildId, name, image }))).toBe('invalid_input')
    await owner.api.createEmoji({ guildId, name: 'canary_name', image })
    const { admin } = chat.storage
    expect(await admin`select 1 from emojis where position('canary'::bytea in name) > 0`).toHaveLength(0)
  })
})
