import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { applyVote, type Dispatch, type Poll } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let running: RunningChat
let ada: Person
let ben: Person
let eve: Person
let guildId: string
let channelId: string

beforeAll(async () => {
  running = await startChat()
  ada = await running.person()
  ben = await running.person()
  eve = await running.person()
  ;({ id: guildId, channelId } = await running.guildOf(ada, ben, eve))
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
const names = (heard: readonly Dispatch[]) => heard.map(({ t }) => t)

describe('the end of a poll', () => {
  const end = (by: Person, messageId: string) => by.api.endPoll({ channelId, messageId })

  test('comes when its time is over, is told, and said in the channel', async () => {
    const { id } = await ask()
    for (const one of [ben, eve]) await one.api.vote(place(id, 2))
    await ada.api.vote(place(id, 1))
    running.clock.advance(2 * hour - 1)
    await running.parts.jobs.runInterval('chat.endPolls')
    expect((await pollOf(ben, id)).results?.is_finalized).toBe(false)
    running.clock.advance(1)
    expect(await running.codeOf(ben.api.takeBackVote(place(id, 2)))).toBe('poll_ended')
    const heard = running.listen(guildId)
    await running.parts.jobs.runInterval('chat.endPolls')
    await running.parts.jobs.runInterval('chat.endPolls')
    expect(names(heard)).toEqual(['MESSAGE_UPDATE'])
    expect(heard[0]).toMatchObject({
      d: { id, poll: { results: { is_finalized: true, answer_counts: [{ id: 1 }, { id: 2, count: 2 }] } } },
    })
    expect((await pollOf(ben, id)).results?.is_finalized).toBe(true)
    await running.parts.jobs.drain()
    const [said] = await ben.api.listMessages({ channelId, limit: 1 })
    expect(said).toMatchObject({
      type: 46,
      author: { id: ada.id },
      message_reference: { message_id: id, channel_id: channelId, guild_id: guildId },
    })
    const fields = said?.embeds[0]?.fields?.map(({ name, value }) => [name, value])
    expect(said?.embeds[0]?.type).toBe('poll_result')
    expect(Object.fromEntries(fields ?? [])).toEqual({
      poll_question_text: 'What do we sow?',
      victor_answer_votes: '2',
      total_votes: '3',
      victor_answer_id: '2',
      victor_answer_text: 'Beans',
      victor_answer_emoji_name: '🫘',
    })
  })

  test('may be brought about by who asked, once', async () => {
    const { id } = await ask()
    await ada.api.vote(place(id))
    expect(await running.codeOf(end(ben, id))).toBe('not_your_message')
    running.clock.advance(1000)
    const ended = await end(ada, id)
    expect(ended.poll).toMatchObject({
      expiry: new Date(running.clock.now()).toISOString(),
      results: { is_finalized: true, answer_counts: [{ id: 1, count: 1, me_voted: true }] },
    })
    expect(await running.codeOf(end(ada, id))).toBe('poll_ended')
    expect(await running.codeOf(ben.api.vote(place(id)))).toBe('poll_ended')
    const text = await ada.api.sendMessage({ channelId, content: 'No poll' })
    expect(await running.codeOf(end(ada, text.id))).toBe('no_poll')
    await running.parts.jobs.drain()
  })

  test('names no winner where two have the most votes, or nobody voted', async () => {
    const fieldsOf = async (messageId: string) => {
      await end(ada, messageId)
      await running.parts.jobs.drain()
      const [said] = await ada.api.listMessages({ channelId, limit: 1 })
      return said?.embeds[0]?.fields?.map(({ name }) => name)
    }
    const { id: tied } = await ask()
    await ada.api.vote(place(tied, 1))
    await ben.api.vote(place(tied, 2))
    const unnamed = ['poll_question_text', 'victor_answer_votes', 'total_votes']
    expect(await fieldsOf(tied)).toEqual(unnamed)
    expect(await fieldsOf((await ask()).id)).toEqual(unnamed)
  })
})

describe('votes', () => {
  test('go with everything one wrote in a server, and with an account that goes with everything', async () => {
    const cara = await running.person()
    const { code } = await ada.api.createInvite({ channelId })
    await cara.api.acceptInvite({ code })
    const { id } = await ask()
    for (const one of [ada, ben, cara]) await one.api.vote(place(id, 2))
    const heard = running.listen(guildId)
    await ben.api.clearMine({ guildId })
    await running.parts.jobs.drain()
    expect(await counts(ada, id)).toEqual([[2, 2, true]])
    const { rows } = await running.internal.leaveEverything({ accountId: cara.id, mode: 'everything' })
    expect(rows).toEqual({ messages: 0, reactors: 0, poll_votes: 1 })
    expect(await counts(ada, id)).toEqual([[2, 1, true]])
    const told = heard.filter(
      ({ t, d }) => t.startsWith('MESSAGE_POLL') && 'message_id' in d && d.message_id === id,
    )
    expect(names(told)).toEqual(['MESSAGE_POLL_VOTE_REMOVE', 'MESSAGE_POLL_VOTE_REMOVE'])
  })

  test('go with the poll', async () => {
    const { id } = await ask()
    await ben.api.vote(place(id))
    await ada.api.deleteMessage({ channelId, messageId: id })
    await running.parts.jobs.runInterval('chat.sweepChoices')
    for (const table of ['polls', 'poll_choices', 'poll_votes'])
      expect(
        await running.storage.admin`select from ${running.storage.admin(table)} where message_id = ${id}`,
      ).toEqual([])
  })

  test('for each event: the poll before + the event = the poll after, for everybody', async () => {
    const { id, poll } = await ask({ allow_multiselect: true })
    if (!poll) throw new Error('there is no poll')
    const everybody = [ada, ben, eve]
    const views = new Map(everybody.map((one) => [one, poll]))
    running.listenToEverything(guildId, (one) => {
      for (const [person, view] of views) views.set(person, applyVote(view, one, person.id))
    })
    let seed = 11
    const pick = <T>(of: readonly T[]): T => {
      seed = (seed * 1103515245 + 12345) % 2147483648
      return of[seed % of.length] as T
    }
    for (let step = 0; step < 30; step += 1) {
      running.clock.advance(10_000)
      const by = pick(everybody)
      const call = pick(['vote', 'vote', 'takeBackVote'] as const)
      await by.api[call](place(id, pick([1, 2, 3])))
      for (const person of everybody) expect(await pollOf(person, id)).toEqual(views.get(person))
    }
  })
})
