import { describe, expect, test } from 'vitest'
import type { MemberState } from '../contract/index.ts'
import { pageOfMembers } from './list-members.ts'

function guildOf(ids: readonly string[]) {
  return { members: new Map(ids.map((id) => [id, { accountId: id } as MemberState])) }
}

const page = (guild: ReturnType<typeof guildOf>, after: string, limit = 10) =>
  pageOfMembers(guild, { after, limit }).map((member) => member.accountId)

describe('pages of members', () => {
  test('are by number, whatever the length of an id', () => {
    const guild = guildOf(['100', '9', '21', '1'])
    expect(page(guild, '0')).toEqual(['1', '9', '21', '100'])
    expect(page(guild, '9')).toEqual(['21', '100'])
    expect(page(guild, '10', 1)).toEqual(['21'])
    expect(page(guild, '100')).toEqual([])
    expect(page(guildOf([]), '0')).toEqual([])
  })

  test('cost no more in a large guild', () => {
    const guild = guildOf(Array.from({ length: 50_000 }, (_, index) => String((index * 7919) % 1_000_003)))
    page(guild, '0')
    const begun = performance.now()
    for (let count = 0; count < 1000; count += 1) page(guild, String(count), 1)
    expect(performance.now() - begun).toBeLessThan(1000)
  })
})
