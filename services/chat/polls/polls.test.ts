import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PollInput, permissions, type Poll } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let running: RunningChat
let ada: Person
let ben: Person
let eve: Person
let bot: Person
let guildId: string
let channelId: string

beforeAll(async () => {
  running = await startChat()
  ada = await running.person()
  ben = await running.person()
  eve = await running.person()
  bot = await running.bot()
  ;({ id: guildId, channelId } = await running.guildOf(ada, ben, eve))
  const by = { accountId: ada.id, bot: false }
  await running.internal.addBot({
    guildId,
    accountId: bot.id,
    name: 'Helper',
    permissions: permissions.SEND_POLLS,
    by,
  })
})
afterAll(() => running.stop())
beforeEach(() => running.clock.advance(120_000))

const hour = 3_600_000
const answer = (text: string) => ({ poll_media: { text } })
const beds = {
  question: { text: 'What do we sow?' },
  answers: [answer('Carrots'), { poll_media: { text: 'Beans', emoji: { name: '🫘' } } }, answer('Nothing')],
  duration: 2,
}
const ask = (more: object = {}, by = ada) => by.api.sendMessage({ channelId, poll: { ...beds, ...more } })
const place = (messageId: string, answerId = 1) => ({ channelId, messageId, answerId })
const pollOf = async (by: Person, messageId: string): Promise<Poll> => {
  const { poll } = await by.api.getMessage({ channelId, messageId })
  if (!poll) throw new Error('there is no poll')
  return poll
}
const counts = async (by: Person, messageId: string) =>
  (await pollOf(by, messageId)).results?.answer_counts.map(({ id, count, me_voted }) => [id, count, me_voted])

describe('a poll', () => {
  test('is sent with a message, shown whole and told of as it is shown', async () => {
    const heard = running.listen(guildId)
    const sent = await ask()
    expect(sent).toMatchObject({ content: '', embeds: [], type: 0 })
    expect(sent.poll).toEqual({
      question: { text: 'What do we sow?' },
      answers: [
        { answer_id: 1, poll_media: { text: 'Carrots' } },
        { answer_id: 2, poll_media: { text: 'Beans', emoji: { id: null, name: '🫘' } } },
        { answer_id: 3, poll_media: { text: 'Nothing' } },
      ],
      expiry: new Date(running.clock.now() + 2 * hour).toISOString(),
      allow_multiselect: false,
      layout_type: 1,
      results: { is_finalized: false, answer_counts: [] },
    })
    expect(heard).toMatchObject([{ t: 'MESSAGE_CREATE', d: { id: sent.id, poll: sent.poll } }])
    expect(await ben.api.getMessage({ channelId, messageId: sent.id })).toEqual(sent)
    expect((await ben.api.listMessages({ channelId }))[0]).toEqual(sent)
    expect((await ben.api.listMessages({ channelId }))[0]).toEqual(sent)
  })

  test('needs SEND_POLLS, a question, answers that say something, and an end', async () => {
    const deny = `${permissions.SEND_POLLS}`
    await ada.api.setOverwrite({ channelId, overwriteId: guildId, type: 0, allow: '0', deny })
    expect(await running.codeOf(ask({}, ben))).toBe('missing_permissions')
    expect(await running.codeOf(ben.api.sendMessage({ channelId, content: 'Beans' }))).toBe('done')
    await ada.api.removeOverwrite({ channelId, overwriteId: guildId })
    const wrong = [
      { question: { text: '  ' } },
      { question: { text: 'a'.repeat(301) } },
      { answers: [] },
      { answers: Array.from({ length: 11 }, (_, at) => answer(`${at}`)) },
      { answers: [answer('a'.repeat(56))] },
      { answers: [{ poll_media: {} }] },
      { answers: [{ poll_media: { emoji: {} } }] },
      { duration: 0 },
      { duration: 769 },
      { layout_type: 2 },
    ]
    for (const one of wrong) {
      expect(PollInput.safeParse({ ...beds, ...one }).success, JSON.stringify(one)).toBe(false)
      expect(await running.codeOf(ask(one))).not.toBe('done')
    }
    for (const emoji of [{ name: 'carrot' }, { id: '1' }])
      expect(await running.codeOf(ask({ answers: [{ poll_media: { emoji } }] }))).toBe('poll_emoji')
    expect(await running.codeOf(ask({}, bot))).toBe('done')
  })

  test('cannot be edited or forwarded', async () => {
    const { id: messageId } = await ask()
    const edit = ada.api.editMessage({ channelId, messageId, content: 'Peas' })
    expect(await running.codeOf(edit)).toBe('poll_not_editable')
    const forward = { type: 1, channel_id: channelId, message_id: messageId }
    expect(await running.codeOf(ben.api.sendMessage({ channelId, message_reference: forward }))).toBe(
      'bad_forward',
    )
  })

  test('is sealed, with its answers and votes', async () => {
    const { id } = await ask({ question: { text: 'canary?' } })
    await ben.api.vote(place(id))
    const rows = await running.storage.admin<{ text: string }[]>`
      select messages::text || polls::text || poll_choices::text || poll_votes::text as text
      from messages join polls on polls.message_id = id join poll_choices using (message_id)
      join poll_votes using (message_id) where id = ${id}`
    expect(rows).toHaveLength(1)
    for (const word of ['canary?', 'Carrots'])
      expect(rows[0]?.text).not.toContain(Buffer.from(word).toString('hex'))
  })
})

describe('voting', () => {
  test('counts, shows one’s own, and is told to those who see the channel', async () => {
    const { id } = await ask()
    const heard = running.listen(guildId)
    await ben.api.vote(place(id, 2))
    await eve.api.vote(place(id, 2))
    expect(heard[0]).toMatchObject({
      t: 'MESSAGE_POLL_VOTE_ADD',
      d: { user_id: ben.id, channel_id: channelId, message_id: id, guild_id: guildId, answer_id: 2 },
      audience: { kind: 'channel', guildId, channelId },
    })
    expect(await counts(ben, id)).toEqual([[2, 2, true]])
    expect(await counts(ada, id)).toEqual([[2, 2, false]])
  })

  test('for one answer takes the vote for another back, and for the same does nothing', async () => {
    const { id } = await ask()
    const heard = running.listen(guildId)
    await ben.api.vote(place(id, 1))
    await ben.api.vote(place(id, 1))
    await ben.api.vote(place(id, 3))
    expect(await counts(ben, id)).toEqual([[3, 1, true]])
    await ben.api.takeBackVote(place(id, 1))
    await ben.api.takeBackVote(place(id, 3))
    expect(await counts(ben, id)).toEqual([])
    expect(heard.map(({ t, d }) => [t, (d as { answer_id: number }).answer_id])).toEqual([
      ['MESSAGE_POLL_VOTE_ADD', 1],
      ['MESSAGE_POLL_VOTE_REMOVE', 1],
      ['MESSAGE_POLL_VOTE_ADD', 3],
      ['MESSAGE_POLL_VOTE_REMOVE', 3],
    ])
  })

  test('for several answers is possible where the poll lets one', async () => {
    const { id } = await ask({ allow_multiselect: true })
    const set = (answers: number[], messageId = id) =>
      ben.api.setVotes({ channelId, messageId, answer_ids: answers })
    await ben.api.vote(place(id, 1))
    await ben.api.vote(place(id, 2))
    expect(await counts(ben, id)).toEqual([
      [1, 1, true],
      [2, 1, true],
    ])
    await set([2, 3, 3])
    expect(await counts(ben, id)).toEqual([
      [2, 1, true],
      [3, 1, true],
    ])
    await set([])
    expect(await counts(ben, id)).toEqual([])
    const { id: single } = await ask()
    expect(await running.codeOf(set([1, 2], single))).toBe('unknown_answer')
    await set([2], single)
    expect(await counts(ben, single)).toEqual([[2, 1, true]])
  })

  test('is refused for answers and polls that do not exist, bots, the timed out and strangers', async () => {
    const { id } = await ask()
    expect(await running.codeOf(ben.api.vote(place(id, 4)))).toBe('unknown_answer')
    expect(await running.codeOf(bot.api.vote(place(id)))).toBe('people_only')
    const text = await ada.api.sendMessage({ channelId, content: 'No poll' })
    expect(await running.codeOf(ben.api.vote(place(text.id)))).toBe('no_poll')
    expect(await running.codeOf(ben.api.vote(place('1')))).toBe('unknown_message')
    expect(await running.codeOf((await running.person()).api.vote(place(id)))).toBe('unknown_channel')
    const until = new Date(running.clock.now() + 600_000).toISOString()
    await ada.api.editMember({ guildId, userId: ben.id, communication_disabled_until: until })
    expect(await running.codeOf(ben.api.vote(place(id)))).toBe('missing_permissions')
    await ada.api.editMember({ guildId, userId: ben.id, communication_disabled_until: null })
    const deny = `${permissions.READ_MESSAGE_HISTORY}`
    await ada.api.setOverwrite({ channelId, overwriteId: guildId, type: 0, allow: '0', deny })
    expect(await running.codeOf(ben.api.vote(place(id)))).toBe('missing_permissions')
    expect(await running.codeOf(ben.api.listVoters(place(id)))).toBe('missing_permissions')
    await ada.api.removeOverwrite({ channelId, overwriteId: guildId })
  })

  test('in a conversation is for who may write there', async () => {
    const { id } = await ada.api.openConversation({ recipient_id: ben.id })
    const sent = await ada.api.sendMessage({ channelId: id, poll: beds })
    const there = { ...place(sent.id), channelId: id }
    ada.heard.length = 0
    await ben.api.vote(there)
    expect(ada.heard).toMatchObject([{ t: 'MESSAGE_POLL_VOTE_ADD', d: { user_id: ben.id } }])
    expect(ada.heard[0]?.d).not.toHaveProperty('guild_id')
    await ada.api.putRelationship({ userId: ben.id, type: 2 })
    expect(await running.codeOf(ben.api.takeBackVote(there))).toBe('voting_blocked')
    await ada.api.deleteRelationship({ userId: ben.id })
  })

  test('names who voted, a page at a time', async () => {
    const { id } = await ask()
    for (const one of [ada, ben, eve]) await one.api.vote(place(id, 2))
    const { users } = await ada.api.listVoters(place(id, 2))
    expect(users.map((user) => user.id).toSorted()).toEqual([ada.id, ben.id, eve.id].toSorted())
    const [first, ...others] = users.map((user) => user.id)
    const rest = await ada.api.listVoters({ ...place(id, 2), after: first ?? '', limit: 2 })
    expect(rest.users.map((user) => user.id)).toEqual(others)
    expect(await ada.api.listVoters(place(id, 1))).toEqual({ users: [] })
  })
})
