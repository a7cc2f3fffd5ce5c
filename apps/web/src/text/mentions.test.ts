import { describe, expect, test } from 'vitest'
import { readInviteCode } from './invite-code.ts'
import {
  completeMention,
  findMentionable,
  idsToNames,
  mentionAt,
  namesToIds,
  type Mentionable,
} from './mentions.ts'

const all: readonly Mentionable[] = [
  { id: '1', username: 'sage', name: 'Sage' },
  { id: '2', username: 'clover.field', name: 'Clover' },
  { id: '3', username: 'moss_age', name: 'Moss' },
]
const byUsername = (username: string) => all.find((one) => one.username === username)
const byId = (id: string) => all.find((one) => one.id === id)

describe('names to mentions', () => {
  test.each([
    ['@sage do you?', '<@1> do you?'],
    ['Ask @sage.', 'Ask <@1>.'],
    ['@clover.field, @Sage!', '<@2>, <@1>!'],
    ['@nobody here', '@nobody here'],
    ['@sagebrush', '@sagebrush'],
    ['`@sage` and ```@sage```', '`@sage` and ```@sage```'],
  ])('%s becomes %s', (typed, wire) => {
    expect(namesToIds(typed, byUsername)).toBe(wire)
  })

  test('mentions become names again, for editing', () => {
    expect(idsToNames('<@1> and <@!2> and <@9>', byId)).toBe('@sage and @clover.field and <@9>')
    expect(namesToIds(idsToNames('<@1>, <@2>.', byId), byUsername)).toBe('<@1>, <@2>.')
  })
})

describe('completion', () => {
  test('knows what is typed at the cursor', () => {
    expect(mentionAt('Hi @sa', 6)).toEqual({ start: 3, text: 'sa' })
    expect(mentionAt('@', 1)).toEqual({ start: 0, text: '' })
    expect(mentionAt('mail@sa', 7)).toBeNull()
    expect(mentionAt('Hi @sa go', 9)).toBeNull()
  })

  test('names that begin with it come first', () => {
    expect(findMentionable(all, 'sa').map((one) => one.name)).toEqual(['Sage'])
    expect(findMentionable(all, 'age').map((one) => one.name)).toEqual(['Moss', 'Sage'])
    expect(findMentionable(all, '', 2)).toHaveLength(2)
  })

  test('puts the name in place and the cursor behind it', () => {
    const query = mentionAt('Hi @sa, well', 6)
    if (!query) throw new Error('no query')
    const done = completeMention('Hi @sa, well', query, all[0] as Mentionable)
    expect(done).toEqual({ text: 'Hi @sage , well', cursor: 9 })
  })
})

test.each([
  ['gRt7aKc2', 'gRt7aKc2'],
  ['https://chat.example/invite/gRt7aKc2', 'gRt7aKc2'],
  [' https://chat.example/invite/gRt7aKc2/?x=1 ', 'gRt7aKc2'],
  ['', null],
  ['not an invite', null],
  ['https://chat.example/', null],
])('reads the invite in "%s"', (text, code) => {
  expect(readInviteCode(text)).toBe(code)
})
