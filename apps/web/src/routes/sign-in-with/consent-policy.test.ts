import type { Interaction, ScopeName } from '@alles/oauth/contract'
import { describe, expect, test } from 'vitest'
import { firstAccount, firstScopes, isPlaceToGo } from './consent-policy.ts'

const face = (id: string, granted: ScopeName[] = []): Interaction['accounts'][number] => ({
  id,
  username: `face${id}`,
  display_name: null,
  avatar: null,
  color: null,
  granted,
})
const asked = (given: Partial<Interaction>) => ({
  accounts: [face('1'), face('2')],
  scopes: ['openid', 'profile', 'offline_access'] as ScopeName[],
  suggested: null,
  ...given,
})

describe('the account that is chosen first', () => {
  test('is the suggested one', () => expect(firstAccount(asked({ suggested: '2' }))).toBe('2'))
  test('is the only one', () => expect(firstAccount(asked({ accounts: [face('7')] }))).toBe('7'))
  test('is none among several, and never one that is not there', () => {
    expect(firstAccount(asked({}))).toBeNull()
    expect(firstAccount(asked({ suggested: '9' }))).toBeNull()
    expect(firstAccount(asked({ accounts: [], suggested: '9' }))).toBeNull()
  })
})

describe('what is ticked first', () => {
  test('is all that is asked for where nothing was given yet', () => {
    expect(firstScopes(asked({}), '1')).toEqual(['openid', 'profile', 'offline_access'])
    expect(firstScopes(asked({ scopes: ['openid'] }), null)).toEqual(['openid'])
  })

  test('leaves out the public account where this one has been a number so far', () => {
    const accounts = [face('1', ['openid']), face('2', ['openid', 'profile']), face('3')]
    expect(firstScopes(asked({ accounts }), '1')).toEqual(['openid', 'offline_access'])
    for (const known of ['2', '3'])
      expect(firstScopes(asked({ accounts }), known)).toEqual(['openid', 'profile', 'offline_access'])
  })

  test('is never what was given before and is not asked for now', () => {
    const accounts = [face('1', ['openid', 'profile'])]
    expect(firstScopes(asked({ accounts, scopes: ['openid'] }), '1')).toEqual(['openid'])
  })
})

describe('a place to go to', () => {
  test.each(['https://seeds.example/back?code=1', 'http://localhost:8080/', 'http://127.0.0.1/x'])(
    'is %s',
    (to) => expect(isPlaceToGo(to)).toBe(true),
  )
  test.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'blob:https://x/1',
    '/login',
    '',
  ])('is not %j', (to) => expect(isPlaceToGo(to)).toBe(false))
})
