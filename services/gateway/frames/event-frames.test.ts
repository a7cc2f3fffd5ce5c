import { describe, expect, test } from 'vitest'
import { EventFrames } from './event-frames.ts'
import { readFrames } from '../testing/read-frames.ts'

const author = { id: '1', username: 'ada' }
const message = {
  id: '9',
  channel_id: '8',
  guild_id: '7',
  author,
  content: 'secret words',
  embeds: [{ title: 'x' }],
  attachments: [{ id: '2' }],
  components: [{ type: 1 }],
  poll: { question: 'x' },
  message_snapshots: [{ message: { content: 'forwarded words' } }],
  mentions: [{ id: '5' }],
}
const person = (accountId: string) => ({ accountId, readsContent: true })
const bot = (accountId: string) => ({ accountId, readsContent: false })
const created = (d: object) => new EventFrames({ t: 'MESSAGE_CREATE', d })

function numbered(frames: EventFrames, reader: { accountId: string; readsContent: boolean }): unknown {
  const frame = frames.for(reader)
  frame.bytes.write('1', frame.at)
  return readFrames(frame.bytes)[0]?.d
}

describe('the frames of an event', () => {
  test('are one and the same for everybody who may read the content', () => {
    const frames = created(message)
    expect(frames.for(person('3'))).toBe(frames.for(person('4')))
    expect(numbered(frames, person('3'))).toEqual(message)
  })

  test('hold no content for bots without the intent', () => {
    const frames = created(message)
    expect(frames.for(bot('3'))).toBe(frames.for(bot('4')))
    expect(numbered(frames, bot('3'))).toEqual({
      id: '9',
      channel_id: '8',
      guild_id: '7',
      author,
      content: '',
      embeds: [],
      attachments: [],
      components: [],
      mentions: [{ id: '5' }],
    })
  })

  test('hold it for a bot that wrote the message or is mentioned', () => {
    const frames = created(message)
    expect(frames.for(bot('1'))).toBe(frames.for(person('3')))
    expect(frames.for(bot('5'))).toBe(frames.for(person('3')))
  })

  test('hold it in direct messages with the bot, and in what it sent by a webhook', () => {
    const { guild_id: _, ...direct } = message
    const frames = created(direct)
    expect(numbered(frames, bot('3'))).toEqual(direct)
    const hooked = created({ ...message, application_id: '3' })
    expect(hooked.for(bot('3'))).toBe(hooked.for(person('4')))
    expect(hooked.for(bot('4'))).not.toBe(hooked.for(person('4')))
  })

  test('hide what is answered just like the answer', () => {
    const reply = {
      ...message,
      id: '10',
      mentions: [],
      referenced_message: { ...message, author: { id: '7' } },
    }
    const frames = created(reply)
    const seen = (reader: { accountId: string; readsContent: boolean }) => {
      const d = numbered(frames, reader) as { content: string; referenced_message: { content: string } }
      return [d.content, d.referenced_message.content]
    }
    expect(seen(bot('3'))).toEqual(['', ''])
    expect(seen(bot('1'))).toEqual(['secret words', ''])
    expect(seen(bot('7'))).toEqual(['', 'secret words'])
    expect(seen(person('3'))).toEqual(['secret words', 'secret words'])
  })
})
