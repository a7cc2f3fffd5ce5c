import { greyPng } from '@alles/platform/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { permissions } from '../contract/index.ts'
import type { Person, RunningChat } from '../testing/start-chat.ts'
import { watchedGuild, type WatchedGuild } from './testing/watched-guild.ts'

let chat: RunningChat
let owner: Person
let moderator: Person
let member: Person
let other: Person
let bot: Person
let guildId = ''
let channelId = ''
let categoryId = ''
let moderatorRole = ''
let colorRole = ''
let keepsViews: WatchedGuild['keepsViews']

beforeAll(async () => {
  const watched = await watchedGuild()
  ;({
    chat,
    owner,
    moderator,
    member,
    other,
    bot,
    guildId,
    channelId,
    categoryId,
    moderatorRole,
    colorRole,
    keepsViews,
  } = watched)
})

afterAll(() => chat.stop())

describe('an old snapshot and the dispatches of a command make the new snapshot, for every viewer', () => {
  test('renaming the guild', () => keepsViews(() => owner.api.editGuild({ guildId, name: 'Library' })))

  test('making a channel, and one only moderators see', async () => {
    await keepsViews(() => moderator.api.createChannel({ guildId, name: 'Off topic', parent_id: categoryId }))
    const heard = await keepsViews(() =>
      owner.api.createChannel({
        guildId,
        name: 'staff',
        topic: 'Behind the scenes',
        permission_overwrites: [
          { id: guildId, type: 0, deny: permissions.VIEW_CHANNEL.toString() },
          { id: moderatorRole, type: 0, allow: permissions.VIEW_CHANNEL.toString() },
        ],
      }),
    )
    expect(heard.map((one) => one.t)).toEqual(['CHANNEL_CREATE'])
  })

  test('editing and moving channels', async () => {
    await keepsViews(() => owner.api.editChannel({ channelId, name: 'lobby', topic: 'Anything' }))
    await keepsViews(() => owner.api.editChannel({ channelId, topic: null, rate_limit_per_user: 5 }))
    await keepsViews(() => owner.api.moveChannels({ guildId, moves: [{ id: channelId, position: 7 }] }))
    await keepsViews(() => owner.api.moveChannels({ guildId, moves: [{ id: channelId, parent_id: null }] }))
  })

  test('hiding a channel and showing it again', async () => {
    const deny = permissions.VIEW_CHANNEL.toString()
    const heard = await keepsViews(() =>
      owner.api.setOverwrite({ channelId, overwriteId: guildId, type: 0, deny }),
    )
    expect(heard).toMatchObject([{ t: 'CHANNEL_UPDATE', reshape: true }])
    expect(await chat.codeOf(member.api.getChannel({ channelId }))).toBe('missing_access')
    await keepsViews(() =>
      owner.api.setOverwrite({ channelId, overwriteId: member.id, type: 1, allow: deny }),
    )
    expect((await member.api.getChannel({ channelId })).id).toBe(channelId)
    await keepsViews(() => owner.api.removeOverwrite({ channelId, overwriteId: guildId }))
    await keepsViews(() => owner.api.removeOverwrite({ channelId, overwriteId: member.id }))
  })

  test('making, editing, moving, giving and taking roles', async () => {
    await keepsViews(() => moderator.api.createRole({ guildId, name: 'blue' }))
    await keepsViews(() => owner.api.editRole({ guildId, roleId: colorRole, hoist: true, name: 'crimson' }))
    await keepsViews(() => owner.api.moveRoles({ guildId, moves: [{ id: colorRole, position: 2 }] }))
    await keepsViews(() => owner.api.giveRole({ guildId, userId: member.id, roleId: colorRole }))
    await keepsViews(() => owner.api.editMember({ guildId, userId: member.id, roles: [moderatorRole] }))
    await keepsViews(() => owner.api.takeRole({ guildId, userId: member.id, roleId: moderatorRole }))
    await keepsViews(() => owner.api.editRole({ guildId, roleId: guildId, permissions: '0' }))
    await keepsViews(() =>
      owner.api.editRole({ guildId, roleId: guildId, permissions: permissions.VIEW_CHANNEL.toString() }),
    )
    await keepsViews(() => owner.api.giveRole({ guildId, userId: member.id, roleId: colorRole }))
    await keepsViews(() => owner.api.deleteRole({ guildId, roleId: colorRole }))
  })

  test('joining, nicknames, leaving, kicking', async () => {
    const { code } = await owner.api.createInvite({ channelId })
    await keepsViews(() => other.api.acceptInvite({ code }))
    expect(other.heard.map((one) => [one.t, one.d])).toEqual([['GUILD_CREATE', { id: guildId }]])
    await keepsViews(() => owner.api.editMember({ guildId, userId: other.id, nick: 'Guest' }))
    await keepsViews(() => other.api.leaveGuild({ guildId }))
    expect(other.heard.map((one) => [one.t, one.d])).toEqual([['GUILD_DELETE', { id: guildId }]])
    await keepsViews(() => other.api.acceptInvite({ code }))
    const heard = await keepsViews(() => moderator.api.kickMember({ guildId, userId: other.id }))
    expect(heard).toMatchObject([{ t: 'GUILD_MEMBER_REMOVE', reshape: true }])
  })

  test('adding a bot, and its leaving', async () => {
    const by = { accountId: owner.id, bot: false }
    const asked = { guildId, accountId: bot.id, name: 'Helper', permissions: permissions.SEND_MESSAGES, by }
    await keepsViews(() => chat.internal.addBot(asked))
    await owner.api.setOverwrite({ channelId, overwriteId: bot.id, type: 1, deny: '2048' })
    await keepsViews(() => chat.internal.addBot({ ...asked, permissions: permissions.VIEW_CHANNEL }))
    await keepsViews(() => bot.api.leaveGuild({ guildId }))
  })

  test('settings, a template’s worth of them, and the channel that one of them names', async () => {
    const { id } = await owner.api.createChannel({ guildId, name: 'rules' })
    await keepsViews(() =>
      owner.api.editGuild({ guildId, description: 'Books', rules_channel_id: id, verification_level: 3 }),
    )
    await keepsViews(() => owner.api.editVanity({ guildId, code: 'reading-room' }))
    await keepsViews(() => owner.api.deleteChannel({ channelId: id }))
    await keepsViews(() => owner.api.editGuild({ guildId, verification_level: 0, description: null }))
  })

  test('emojis, with the roles they are for', async () => {
    const { id: roleId } = await owner.api.createRole({ guildId, name: 'painters', unicode_emoji: '🎨' })
    const image = `data:image/png;base64,${greyPng(32, 32).toString('base64')}`
    await keepsViews(() => owner.api.createEmoji({ guildId, name: 'brush', image, roles: [roleId] }))
    await keepsViews(() => owner.api.createEmoji({ guildId, name: 'paint', image }))
    const [brush] = await owner.api.listEmojis({ guildId })
    await keepsViews(() => owner.api.editEmoji({ guildId, emojiId: brush?.id ?? '', name: 'pen' }))
    await keepsViews(() => owner.api.deleteRole({ guildId, roleId }))
    await keepsViews(() => owner.api.deleteEmoji({ guildId, emojiId: brush?.id ?? '' }))
  })

  test('timeouts, and rules that newcomers agree to', async () => {
    const until = new Date(chat.clock.now() + 60_000).toISOString()
    await keepsViews(() =>
      owner.api.editMember({ guildId, userId: member.id, communication_disabled_until: until }),
    )
    const rules = { field_type: 'TERMS' as const, label: 'Rules', values: ['Be kind'] }
    await keepsViews(() => owner.api.editScreening({ guildId, enabled: true, form_fields: [rules] }))
    const { code } = await owner.api.createInvite({ channelId })
    await keepsViews(() => other.api.acceptInvite({ code }))
    const { version } = await other.api.getScreening({ guildId })
    const agreed = [{ ...rules, response: true }]
    const heard = await keepsViews(() => other.api.agreeToRules({ guildId, version, form_fields: agreed }))
    expect(heard).toMatchObject([{ t: 'GUILD_MEMBER_UPDATE', reshape: true }])
    await keepsViews(() => owner.api.editScreening({ guildId, enabled: false }))
    await keepsViews(() => other.api.leaveGuild({ guildId }))
  })

  test('passing the guild on, and deleting channels and categories', async () => {
    await keepsViews(() => owner.api.editGuild({ guildId, owner_id: member.id }))
    await keepsViews(() => member.api.editGuild({ guildId, owner_id: owner.id }))
    await keepsViews(() => owner.api.deleteChannel({ channelId: categoryId }))
    await keepsViews(() => owner.api.deleteChannel({ channelId }))
  })

  test('deleting the guild', async () => {
    const heard = chat.listen(guildId)
    await owner.api.deleteGuild({ guildId })
    expect(heard).toMatchObject([{ t: 'GUILD_DELETE', d: { id: guildId }, reshape: true }])
    expect(await chat.internal.guildState({ guildId })).toBeNull()
    expect(await chat.codeOf(member.api.getGuild({ guildId }))).toBe('unknown_guild')
  })
})
