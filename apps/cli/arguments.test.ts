import { expect, test } from 'vitest'
import { understand } from './arguments.ts'

test('understands commands of one word and of two, with names, files and options', () => {
  expect(understand(['account', 'create', 'fern', '--password-stdin', '--json'])).toEqual({
    command: 'account create',
    input: { name: 'fern' },
    file: undefined,
    json: true,
    passwordFromInput: true,
  })
  expect(understand(['export', 'fern', 'fern.zip'])).toMatchObject({
    command: 'export',
    input: { name: 'fern' },
    file: 'fern.zip',
  })
  expect(understand(['erase', 'fern', '--mode', 'everything']).input).toEqual({
    name: 'fern',
    mode: 'everything',
  })
  expect(understand(['keys', 'rotate'])).toMatchObject({ command: 'keys rotate', input: {} })
})

test('says how a command is used when something is missing or too much', () => {
  expect(() => understand(['export', 'fern'])).toThrow('Usage: alles export NAME FILE')
  expect(() => understand(['doctor', 'fern'])).toThrow('Usage: alles doctor')
})

test('takes a password from standard input alone', () => {
  expect(() => understand(['account', 'create', 'fern'])).toThrow(/standard input/)
})

test('lists the commands when it does not know one', () => {
  expect(() => understand(['dance'])).toThrow(/There is no command "dance".[\s\S]*keys rotate/)
  expect(() => understand([])).toThrow(/doctor/)
})
