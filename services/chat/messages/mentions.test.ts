import { describe, expect, test } from 'vitest'
import type { AllowedMentions } from '../contract/index.ts'
import { resolveMentions, storeMentions, type MentionScope } from './mentions.ts'

const members = new Map([
  ['100', '9001'],
  ['200', '9002'],
])

function scope(given: Partial<MentionScope> = {}): MentionScope {
  return {
    refOf: (accountId) => members.get(accountId) ?? null,
    mayMentionRole: (roleId) => roleId === '55',
    mayMentionEveryone: true,
    allowed: null,
    repliedTo: null,
    ...given,
  }
}

const store = (content: string, allowed: AllowedMentions | null = null) =>
  storeMentions(content, scope({ allowed }))

const reply = (allowed: AllowedMentions | null) =>
  storeMentions('yes', scope({ allowed, repliedTo: '9002' })).mentions

describe('storing mentions', () => {
  test('puts memberships in the place of accounts', () => {
    expect(store('hello <@100> and <@!200>')).toEqual({
      content: 'hello <@9001> and <@!9002>',
      mentions: { users: ['9001', '9002'], roles: [], named: ['9001', '9002'] },
      everyone: false,
    })
  })

  test('leaves those who are not members as they stand', () => {
    expect(store('hello <@300>')).toEqual({ content: 'hello <@300>', mentions: null, everyone: false })
  })

  test('mentions nobody twice', () => {
    expect(store('<@100> <@100>').mentions?.users).toEqual(['9001'])
  })

  test('names but does not notify inside code', () => {
    expect(store('`<@100> @everyone <@&55>` ```\n<@200>```')).toEqual({
      content: '`<@9001> @everyone <@&55>` ```\n<@9002>```',
      mentions: { users: [], roles: [], named: ['9001', '9002'] },
      everyone: false,
    })
  })

  test('mentions only roles that the author may mention', () => {
    expect(store('<@&55> <@&66>').mentions?.roles).toEqual(['55'])
  })

  test('mentions everyone only with the permission', () => {
    expect(store('@everyone').everyone).toBe(true)
    expect(store('@here!').everyone).toBe(true)
    expect(store('@hereabouts').everyone).toBe(false)
    expect(storeMentions('@everyone', scope({ mayMentionEveryone: false })).everyone).toBe(false)
  })

  test('notifies only whom the author allows', () => {
    const text = '<@100> <@200> <@&55> @everyone'
    const told = (allowed: AllowedMentions) => {
      const { mentions, everyone } = store(text, allowed)
      return [mentions?.users, mentions?.roles, everyone]
    }
    expect(told({})).toEqual([[], [], false])
    expect(told({ parse: [] })).toEqual([[], [], false])
    expect(told({ parse: ['users'] })).toEqual([['9001', '9002'], [], false])
    expect(told({ parse: ['roles', 'everyone'] })).toEqual([[], ['55'], true])
    expect(told({ parse: [], users: ['200'], roles: ['55'] })).toEqual([['9002'], ['55'], false])
  })

  test('notifies the author of the answered message unless told otherwise', () => {
    expect(reply(null)).toEqual({ users: ['9002'], roles: [], named: [] })
    expect(reply({ replied_user: true })?.users).toEqual(['9002'])
    expect(reply({ parse: ['users'] })).toBeNull()
  })
})

describe('resolving mentions', () => {
  test('gives back what was sent', () => {
    const accounts = new Map([...members].map(([account, ref]) => [ref, account]))
    for (const text of ['plain', '<@100> and <@!200> and <@300> and <@&55>', '<@100><@100>', '`<@200>`']) {
      const { content, mentions } = store(text)
      expect(resolveMentions(content, mentions, (ref) => accounts.get(ref))).toBe(text)
    }
  })

  test('leaves the reference where its account is gone', () => {
    const { content, mentions } = store('<@100>')
    expect(resolveMentions(content, mentions, () => undefined)).toBe('<@9001>')
  })

  test('does not take a number somebody typed for a reference', () => {
    expect(resolveMentions('<@9002>', { users: [], roles: [], named: ['9001'] }, () => '200')).toBe('<@9002>')
  })
})
