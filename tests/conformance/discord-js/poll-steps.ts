import { Events, MessageType, type Message } from 'discord.js'
import { expect } from 'vitest'
import type { Stage } from './stage.ts'
import { step } from './step.ts'

async function asked({ channel }: Stage): Promise<Message> {
  return channel.send({
    poll: {
      question: { text: 'What to sow?' },
      answers: [{ text: 'Beans', emoji: '🫘' }, { text: 'Peas' }],
      duration: 1,
      allowMultiselect: true,
    },
  })
}

function votes({ channel, guest, as }: Stage, { id }: Message) {
  const path = (of: string): `/${string}` => `/channels/${channel.id}/polls/${id}/answers/${of}@me`
  return {
    add: (answer: number) => as(guest).ask('put', path(`${answer}/`)),
    remove: (answer: number) => as(guest).ask('delete', path(`${answer}/`)),
    set: (answers: readonly number[]) => as(guest).ask('put', path(''), { answer_ids: answers }),
  }
}

export const pollSteps = [
  step('asks something', async (stage) => {
    const { poll } = await asked(stage)
    expect(poll?.question.text).toBe('What to sow?')
    expect(poll?.allowMultiselect).toBe(true)
    expect(poll?.answers.map(({ text }) => text)).toEqual(['Beans', 'Peas'])
    expect(poll?.answers.get(1)?.emoji?.name).toBe('🫘')
  }),
  step('sees somebody vote, and who did', async (stage) => {
    const message = await asked(stage)
    const added = stage.heard(Events.MessagePollVoteAdd)
    await votes(stage, message).add(1)
    const [answer, voter] = await added
    expect([answer.id, voter]).toEqual([1, stage.guest.id])
    expect([...((await message.poll?.answers.get(1)?.voters.fetch())?.keys() ?? [])]).toEqual([
      stage.guest.id,
    ])
  }),
  step('sees somebody think again', async (stage) => {
    const message = await asked(stage)
    const { add, remove, set } = votes(stage, message)
    await add(1)
    const removed = stage.heard(Events.MessagePollVoteRemove)
    await remove(1)
    expect((await removed)[0].id).toBe(1)
    await set([1, 2])
    const { poll } = await message.fetch(true)
    expect(poll?.answers.map(({ voteCount }) => voteCount)).toEqual([1, 1])
  }),
  step('ends what it asked, and hears the result', async (stage) => {
    const message = await asked(stage)
    await votes(stage, message).add(2)
    const said = stage.heard(Events.MessageCreate, ({ type }) => type === MessageType.PollResult)
    await message.poll?.end()
    expect((await said)[0].reference?.messageId).toBe(message.id)
    expect((await message.fetch(true)).poll?.resultsFinalized).toBe(true)
  }),
]
