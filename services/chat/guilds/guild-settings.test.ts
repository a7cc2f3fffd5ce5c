import { asAccount, greyPng } from '@alles/platform/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { permissions, renderGuild } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let owner: Person
let member: Person
let guildId: string
let channelId: string
let categoryId: string

beforeAll(async () => {
  chat = await startChat()
})
beforeEach(async () => {
  owner = await chat.person()
  member = await chat.person()
  const made = await chat.guildOf(owner, member)
  guildId = made.id
  channelId = made.channelId
  categoryId = made.categoryId
})
afterAll(() => chat.stop())

const refused = (edit: object, by = owner) => chat.codeOf(by.api.editGuild({ guildId, ...edit }))
const png = `data:image/png;base64,${greyPng(64, 64).toString('base64')}`

describe('the settings of a guild', () => {
  test('change one by one, everybody hears of it, and the log says what was what', async () => {
    const heard = chat.listen(guildId)
    const edit = {
      description: ' For readers ',
      system_channel_id: channelId,
      system_channel_flags: 1,
      rules_channel_id: channelId,
      public_updates_channel_id: channelId,
      verification_level: 3,
      default_message_notifications: 1 as const,
      preferred_locale: 'de' as const,
      nsfw_level: 3 as const,
      features: ['INVITES_DISABLED'],
    }
    const edited = await owner.api.editGuild({ guildId, ...edit })
    const { features, description, ...rest } = edit
    expect(edited).toMatchObject({ ...rest, name: 'Reading room', description: description.trim() })
    expect(edited.features).toContain(features[0])
    expect(heard).toMatchObject([{ t: 'GUILD_UPDATE', d: { description: 'For readers' } }])
    expect(await owner.api.getGuild({ guildId })).toEqual(edited)
    const [entry] = (await owner.api.listAuditLog({ guildId })).audit_log_entries
    expect(entry).toMatchObject({ action_type: 1, target_id: guildId })
    expect(entry?.changes).toContainEqual({ key: 'preferred_locale', old_value: 'en-US', new_value: 'de' })
    const plain = await owner.api.editGuild({
      guildId,
      description: null,
      rules_channel_id: null,
      features: [],
    })
    expect(plain).toMatchObject({ description: null, rules_channel_id: null, preferred_locale: 'de' })
    expect(plain.features).not.toContain('INVITES_DISABLED')
  })

  test('are refused where they do not exist here', async () => {
    for (const edit of [
      { verification_level: 1 },
      { verification_level: 4 },
      { explicit_content_filter: 2 },
      { features: ['COMMUNITY'] },
    ])
      expect(await refused(edit)).toBe('unsupported_setting')
    expect(await refused({ system_channel_id: '1' })).toBe('unknown_channel')
    expect(await refused({ system_channel_id: categoryId })).toBe('unknown_channel')
    expect(await refused({ nsfw_level: 0 }, member)).toBe('missing_permissions')
    expect(await refused({ rules_channel_id: '1' }, member)).toBe('missing_permissions')
  })

  test('name no channel that whoever sets them cannot see', async () => {
    const role = await owner.api.createRole({ guildId, permissions: permissions.MANAGE_GUILD.toString() })
    await owner.api.giveRole({ guildId, userId: member.id, roleId: role.id })
    const deny = permissions.VIEW_CHANNEL.toString()
    await owner.api.setOverwrite({ channelId, overwriteId: guildId, type: 0, deny })
    expect(await refused({ rules_channel_id: channelId }, member)).toBe('unknown_channel')
  })

  test('forget a channel that is deleted, and everybody hears of that', async () => {
    await owner.api.editGuild({ guildId, rules_channel_id: channelId })
    const heard = chat.listen(guildId)
    await owner.api.deleteChannel({ channelId })
    expect(heard.map((one) => one.t)).toEqual(['CHANNEL_DELETE', 'GUILD_UPDATE'])
    expect(heard.at(-1)?.d).toEqual(renderGuild(await chat.state(guildId)))
    expect((await owner.api.getGuild({ guildId })).rules_channel_id).toBeNull()
  })

  test('that Discord does not have are under an address of our own', async () => {
    expect(await member.api.getGuildSettings({ guildId })).toEqual({ link_previews: false })
    expect(await chat.codeOf(member.api.editGuildSettings({ guildId, link_previews: true }))).toBe(
      'missing_permissions',
    )
    expect(await owner.api.editGuildSettings({ guildId, link_previews: true })).toEqual({
      link_previews: true,
    })
    expect((await chat.state(guildId)).settings.linkPreviews).toBe(true)
  })

  test('are stored sealed', async () => {
    await owner.api.editGuild({ guildId, description: 'canary-description' })
    await owner.api.editVanity({ guildId, code: 'canary-vanity' })
    const { admin } = chat.storage
    const rows = await admin`
      select 1 from guilds where position('canary'::bytea in description) > 0
        or position('canary'::bytea in vanity_code) > 0 or position('canary'::bytea in vanity_hash) > 0`
    expect(rows).toHaveLength(0)
  })

  test('hold pictures, of which the old one goes when another comes', async () => {
    const { icon, banner } = await owner.api.editGuild({ guildId, icon: png, banner: png })
    expect([icon, banner]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), expect.any(String)])
    const shown = (hash: string | null) =>
      chat.parts.http.inject({ method: 'GET', url: `/media/icons/${guildId}/${hash}.webp` })
    expect((await shown(icon)).statusCode).toBe(200)
    const { icon: next } = await owner.api.editGuild({ guildId, icon: png })
    await chat.parts.jobs.drain()
    expect([(await shown(icon)).statusCode, (await shown(next)).statusCode]).toEqual([404, 200])
    expect(await owner.api.editGuild({ guildId, icon: null })).toMatchObject({ icon: null, banner })
    const broken = 'data:image/png;base64,bm90IGEgcGljdHVyZQ=='
    expect(await refused({ icon: broken })).toBe('unsupported_media_type')
    expect(await refused({ icon: png }, member)).toBe('missing_permissions')
  })
})

describe('a guild', () => {
  test('passes on only by an owner who has just proved who they are', async () => {
    const stale = chat.clientOf(owner, asAccount(owner.id, { provedAt: 0 }))
    chat.clock.advance(600_000)
    expect(await chat.codeOf(stale.editGuild({ guildId, owner_id: member.id }))).toBe(
      'fresh_sign_in_required',
    )
    expect(await chat.codeOf(stale.editGuild({ guildId, name: 'Still mine' }))).toBe('done')
    await owner.api.editGuild({ guildId, owner_id: member.id })
    const [entry] = (await member.api.listAuditLog({ guildId })).audit_log_entries
    expect(entry?.changes).toEqual([{ key: 'owner_id', old_value: owner.id, new_value: member.id }])
  })

  test('is shown in short to its members alone', async () => {
    const stranger = await chat.person()
    expect(await member.api.getGuildPreview({ guildId })).toMatchObject({
      id: guildId,
      approximate_member_count: 2,
    })
    expect(await chat.codeOf(stranger.api.getGuildPreview({ guildId }))).toBe('unknown_guild')
  })
})

describe('a link of a guild’s own', () => {
  test('lets people in under its word, whatever its case, and is counted', async () => {
    expect(await owner.api.getVanity({ guildId })).toEqual({ code: null, uses: 0 })
    expect(await owner.api.editVanity({ guildId, code: 'Reading-Room' })).toEqual({
      code: 'reading-room',
      uses: 0,
    })
    const stranger = await chat.person()
    expect(await chat.nobody.getInvite({ code: 'reading-room' })).toMatchObject({
      code: 'reading-room',
      guild: { id: guildId, vanity_url_code: 'reading-room' },
      expires_at: null,
    })
    expect(await stranger.api.acceptInvite({ code: 'READING-room' })).toMatchObject({ new_member: true })
    expect((await owner.api.getVanity({ guildId })).uses).toBe(1)
    expect(await owner.api.listGuildInvites({ guildId })).toEqual([])
  })

  test('is one guild’s alone, and no word of an invite', async () => {
    const elsewhere = await owner.api.createGuild({ name: 'Elsewhere' })
    await owner.api.editVanity({ guildId: elsewhere.id, code: 'taken-word' })
    const take = (code: string) => chat.codeOf(owner.api.editVanity({ guildId, code }))
    expect(await take('taken-word')).toBe('code_taken')
    for (const code of ['-a', 'a', 'ä', 'a b', 'a_b']) expect(await take(code)).toBe('invalid_input')
    await owner.api.editVanity({ guildId: elsewhere.id, code: null })
    expect(await take('taken-word')).toBe('done')
    expect(await chat.codeOf(member.api.getVanity({ guildId }))).toBe('missing_permissions')
    expect(await chat.codeOf(member.api.editVanity({ guildId, code: 'mine' }))).toBe('missing_permissions')
  })

  test('is closed, as every invite is, while invites are switched off', async () => {
    await owner.api.editVanity({ guildId, code: 'closed-word' })
    const { code } = await owner.api.createInvite({ channelId })
    await owner.api.editGuild({ guildId, features: ['INVITES_DISABLED'] })
    const stranger = await chat.person()
    for (const one of ['closed-word', code])
      expect(await chat.codeOf(stranger.api.acceptInvite({ code: one }))).toBe('unknown_invite')
    expect(await member.api.acceptInvite({ code })).toMatchObject({ new_member: false })
    await owner.api.editGuild({ guildId, features: [] })
    expect(await chat.codeOf(stranger.api.acceptInvite({ code }))).toBe('done')
  })
})
