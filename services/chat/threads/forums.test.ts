import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Forum } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let owner: Person
let member: Person
let guildId = ''
let forum: Forum

beforeAll(async () => {
  chat = await startChat()
  owner = await chat.person()
  member = await chat.person()
})
beforeEach(async () => {
  ;({ id: guildId } = await chat.guildOf(owner, member))
  forum = (await owner.api.createChannel({
    guildId,
    name: 'Questions',
    type: 15,
    topic: 'Ask',
    available_tags: [
      { name: 'Soil', emoji_name: '🌱' },
      { name: 'Solved', moderated: true },
    ],
    default_reaction_emoji: { emoji_name: '👍' },
    default_sort_order: 1,
    default_forum_layout: 2,
  })) as Forum
})
afterAll(() => chat.stop())

const post = (wish: object, by = member) =>
  by.api.startThread({ channelId: forum.id, name: 'Why?', message: { content: 'because' }, ...wish })
const edit = (change: object, channelId = forum.id, by = owner) =>
  chat.codeOf(by.api.editChannel({ channelId, ...change }))
const tag = (name: string) => forum.available_tags.find((one) => one.name === name)?.id ?? ''

describe('a forum', () => {
  test('says what it was told, and keeps it sealed', async () => {
    expect(forum).toMatchObject({
      type: 15,
      name: 'questions',
      topic: 'Ask',
      available_tags: [
        { name: 'Soil', moderated: false, emoji_id: null, emoji_name: '🌱' },
        { name: 'Solved', moderated: true, emoji_id: null, emoji_name: null },
      ],
      default_reaction_emoji: { emoji_id: null, emoji_name: '👍' },
      default_sort_order: 1,
      default_forum_layout: 2,
      last_message_id: null,
    })
    expect(await member.api.getChannel({ channelId: forum.id })).toEqual(forum)
    const found = await chat.storage.admin`
      select 1 from channels where id = ${forum.id} and position('Solved'::bytea in forum) > 0`
    expect(found).toHaveLength(0)
  })

  test('changes its tags: those with an id stay, others are new', async () => {
    const [first] = forum.available_tags
    const changed = (await owner.api.editChannel({
      channelId: forum.id,
      available_tags: [{ id: first?.id ?? '', name: 'Earth' }, { name: 'Water' }],
      default_sort_order: null,
      flags: 16,
    })) as Forum
    expect(changed.available_tags.map((one) => one.name)).toEqual(['Earth', 'Water'])
    expect(changed.available_tags[0]?.id).toBe(first?.id)
    expect(changed).toMatchObject({ flags: 16, default_sort_order: null, default_forum_layout: 2 })
    expect(await edit({ available_tags: [{ name: 'A' }, { name: 'a' }] })).toBe('tag_names_repeat')
    expect(await edit({ available_tags: [{ id: '5', name: 'A' }] })).toBe('unknown_tag')
    expect(await edit({ available_tags: [{ name: 'A', emoji_id: '5' }] })).toBe('unknown_emoji')
  })

  test('has posts and no messages', async () => {
    const send = owner.api.sendMessage({ channelId: forum.id, content: 'x' })
    expect(await chat.codeOf(send)).toBe('not_a_text_channel')
    expect(await chat.codeOf(owner.api.listMessages({ channelId: forum.id }))).toBe('not_a_text_channel')
    const empty = owner.api.startThread({ channelId: forum.id, name: 'x', type: 11 })
    expect(await chat.codeOf(empty)).toBe('empty_message')
    expect((await chat.state(guildId)).threads.size).toBe(0)
  })
})

describe('a post', () => {
  test('is a thread and the message it is about, of one id', async () => {
    const heard = chat.listen(guildId)
    const made = await post({ applied_tags: [tag('Soil')] })
    expect(made).toMatchObject({
      type: 11,
      parent_id: forum.id,
      applied_tags: [tag('Soil')],
      message_count: 0,
      total_message_sent: 0,
      last_message_id: made.id,
      message: { id: made.id, channel_id: made.id, content: 'because', author: { id: member.id } },
    })
    expect(heard.map(({ t }) => t)).toEqual(['THREAD_CREATE', 'THREAD_MEMBER_UPDATE', 'MESSAGE_CREATE'])
    expect(await owner.api.getChannel({ channelId: forum.id })).toMatchObject({ last_message_id: made.id })
    await owner.api.sendMessage({ channelId: made.id, content: 'indeed' })
    expect(await owner.api.getChannel({ channelId: made.id })).toMatchObject({ message_count: 1 })
    await member.api.deleteMessage({ channelId: made.id, messageId: made.id })
    expect(await owner.api.getChannel({ channelId: made.id })).toMatchObject({ message_count: 1 })
  })

  test('has tags of its forum, moderated ones only from who manages threads', async () => {
    const code = (applied_tags: string[], by = member) => chat.codeOf(post({ applied_tags }, by))
    expect(await code(['5'])).toBe('unknown_tag')
    expect(await code([tag('Solved')])).toBe('missing_permissions')
    expect(await code([tag('Solved')], owner)).toBe('done')
    const { id } = await post({})
    expect(await edit({ applied_tags: [tag('Solved')] }, id, member)).toBe('missing_permissions')
    expect(await edit({ applied_tags: [tag('Solved')] }, id)).toBe('done')
    expect(await edit({ applied_tags: [tag('Solved'), tag('Soil')] }, id, member)).toBe('done')
    expect(await edit({ applied_tags: [tag('Soil')] }, id, member)).toBe('missing_permissions')
  })

  test('needs a tag where the forum says so', async () => {
    await edit({ flags: 16 })
    expect(await chat.codeOf(post({}))).toBe('tag_needed')
    expect(await chat.codeOf(post({}, owner))).toBe('done')
    expect(await chat.codeOf(post({ applied_tags: [tag('Soil')] }))).toBe('done')
    await edit({ available_tags: [{ id: tag('Solved'), name: 'Solved', moderated: true }] })
    expect(await chat.codeOf(post({}))).toBe('no_free_tag')
  })

  test('is pinned by who manages threads, one in a forum, and stays awake then', async () => {
    const [first, second] = [await post({ auto_archive_duration: 60 }), await post({})]
    expect(await edit({ flags: 2 }, first.id, member)).toBe('missing_permissions')
    expect(await edit({ flags: 2 }, first.id)).toBe('done')
    expect(await edit({ flags: 2 }, second.id)).toBe('too_many_pinned_posts')
    chat.clock.advance(7 * 24 * 3600 * 1000)
    await chat.parts.jobs.runInterval('chat.archiveSilent')
    const { threads } = await owner.api.listActiveThreads({ guildId })
    expect(threads).toMatchObject([{ id: first.id, flags: 2 }])
  })

  test('waits for the slow mode of its forum', async () => {
    await edit({ rate_limit_per_user: 60 })
    expect(await chat.codeOf(post({}))).toBe('done')
    expect(await chat.codeOf(post({}))).toBe('rate_limited')
    expect(await chat.codeOf(post({}, owner))).toBe('done')
  })

  test('that may not be is refused and leaves nothing', async () => {
    await owner.api.setOverwrite({ channelId: forum.id, overwriteId: guildId, type: 0, deny: '2048' })
    expect(await chat.codeOf(post({}))).toBe('missing_permissions')
    expect(await chat.storage.admin`select 1 from threads where guild_id = ${guildId}`).toHaveLength(0)
  })
})
