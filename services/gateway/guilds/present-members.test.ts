import { beforeEach, describe, expect, test } from 'vitest'
import { PresentMembers } from './present-members.ts'

let present: PresentMembers

beforeEach(() => {
  present = new PresentMembers()
  present.version = '9'
  for (const accountId of ['1', '2', '3']) present.put({ accountId, roleIds: [] })
})

const nothingElse = { accountIds: [], newest: '9' }
const change = (before: string, version: string, accountIds: string[] | null) => ({
  before,
  version,
  accountIds,
})

describe('the members who are here', () => {
  test('are looked at again where a change names them, and nobody else is', () => {
    expect(present.changedBy(change('9', '10', ['2', '77']), nothingElse)).toEqual(['2'])
    expect(present.changedBy(change('10', '11', ['77']), nothingElse)).toEqual([])
    expect(present.version).toBe('11')
  })

  test('are not looked at twice for one change', () => {
    present.changedBy(change('9', '10', ['2']), nothingElse)
    expect(present.changedBy(change('9', '10', ['2']), nothingElse)).toEqual([])
  })

  test('are all looked at where a change was missed, and up to date from then on', () => {
    expect(present.changedBy(change('10', '11', ['2']), { ...nothingElse, newest: '12' })).toEqual([
      '1',
      '2',
      '3',
    ])
    expect(present.changedBy(change('11', '12', ['3']), nothingElse)).toEqual([])
    expect(present.changedBy(change('12', '13', ['3']), nothingElse)).toEqual(['3'])
  })

  test('are all looked at where it may concern everybody', () => {
    expect(present.changedBy(change('9', '10', null), nothingElse)).toHaveLength(3)
  })

  test('are looked at when they themselves ask, whatever was heard', () => {
    expect(present.changedBy(undefined, { accountIds: ['3', '77'], newest: '9' })).toEqual(['3'])
  })

  test('are gone once they are no longer members', () => {
    present.take(['1', '2'], [{ accountId: '2', roleIds: ['5'] }])
    expect([...present.members.keys()]).toEqual(['3', '2'])
    expect(present.members.get('2')?.roleIds).toEqual(['5'])
  })
})
