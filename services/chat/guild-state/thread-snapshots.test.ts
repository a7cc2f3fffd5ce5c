import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { permissions } from '../contract/index.ts'
import type { Person, RunningChat } from '../testing/start-chat.ts'
import { watchedGuild, type WatchedGuild } from './testing/watched-guild.ts'

let chat: RunningChat
let owner: Person
let moderator: Person
let member: Person
let other: Person
let guildId = ''
let channelId = ''
let moderatorRole = ''
let keepsViews: WatchedGuild['keepsViews']

beforeAll(async () => {
  const watched = await watchedGuild()
  ;({ chat, owner, moderator, member, other, guildId, channelId, moderatorRole, keepsViews } = watched)
})

afterAll(() => chat.stop())

describe('what is told of threads makes the new snapshot of the old, for every viewer', () => {
  test('opening threads, writing in them, archiving and waking them', async () => {
    const { id: messageId } = await owner.api.sendMessage({ channelId, content: 'about this' })
    await keepsViews(() => owner.api.startThreadFromMessage({ channelId, messageId, name: 'About' }))
    await keepsViews(() => member.api.sendMessage({ channelId: messageId, content: 'I see' }))
    await keepsViews(() => owner.api.sendMessage({ channelId: messageId, content: 'You do' }))
    const { id } = await member.api.sendMessage({ channelId: messageId, content: 'Not' })
    await keepsViews(() => member.api.deleteMessage({ channelId: messageId, messageId: id }))
    await keepsViews(() => owner.api.editChannel({ channelId: messageId, name: 'All about', locked: true }))
    await keepsViews(() => owner.api.editChannel({ channelId: messageId, locked: false, archived: true }))
    await keepsViews(() => member.api.sendMessage({ channelId: messageId, content: 'Awake' }))
    await keepsViews(() => moderator.api.joinThread({ channelId: messageId }))
    await keepsViews(() => member.api.leaveThread({ channelId: messageId }))
    await keepsViews(() => owner.api.startThread({ channelId, name: 'Plain', type: 11 }))
    await keepsViews(() => owner.api.deleteChannel({ channelId: messageId }))
  })

  test('private threads: adding, removing, leaving, and who manages threads', async () => {
    const { id } = await member.api.startThread({ channelId, name: 'Hidden' })
    const userId = moderator.id
    await keepsViews(() => member.api.addThreadMember({ channelId: id, userId }))
    await keepsViews(() => moderator.api.sendMessage({ channelId: id, content: 'here' }))
    await keepsViews(() => member.api.editChannel({ channelId: id, archived: true }))
    await keepsViews(() => moderator.api.editChannel({ channelId: id, archived: false }))
    await keepsViews(() => member.api.removeThreadMember({ channelId: id, userId }))
    const allow = permissions.MANAGE_THREADS.toString()
    const overwriteId = moderatorRole
    await keepsViews(() => owner.api.setOverwrite({ channelId, overwriteId, type: 0, allow }))
    await keepsViews(() => moderator.api.joinThread({ channelId: id }))
    await keepsViews(() => moderator.api.leaveThread({ channelId: id }))
    await keepsViews(() => owner.api.removeOverwrite({ channelId, overwriteId }))
    await keepsViews(() => owner.api.startThread({ channelId, name: 'The owner’s' }))
  })

  test('hiding a channel with threads and showing it again, and leaving with threads followed', async () => {
    const deny = permissions.VIEW_CHANNEL.toString()
    await keepsViews(() => owner.api.setOverwrite({ channelId, overwriteId: guildId, type: 0, deny }))
    await keepsViews(() => owner.api.removeOverwrite({ channelId, overwriteId: guildId }))
    const { code } = await owner.api.createInvite({ channelId })
    await other.api.acceptInvite({ code })
    const { id } = await other.api.startThread({ channelId, name: 'Passing by', type: 11 })
    await keepsViews(() => other.api.leaveGuild({ guildId }))
    expect(await owner.api.getChannel({ channelId: id })).toMatchObject({ member_count: 0 })
  })

  test('forums, their posts, and channels of announcements', async () => {
    await keepsViews(() =>
      owner.api.createChannel({ guildId, name: 'forum', type: 15, available_tags: [{ name: 'A' }] }),
    )
    const forum = (await owner.api.listChannels({ guildId })).find((one) => one.type === 15)
    const inForum = { channelId: forum?.id ?? '', name: 'Post' }
    await keepsViews(() => owner.api.startThread({ ...inForum, message: { content: 'first' } }))
    await keepsViews(() => owner.api.editChannel({ channelId: inForum.channelId, available_tags: [] }))
    await keepsViews(() => owner.api.deleteChannel({ channelId: inForum.channelId }))
    await keepsViews(() => owner.api.editChannel({ channelId, type: 5 }))
    await keepsViews(() => owner.api.editChannel({ channelId, type: 0, nsfw: true }))
  })
})
