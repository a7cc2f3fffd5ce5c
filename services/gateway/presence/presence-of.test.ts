import type { GatewayPresenceUpdateDispatchData } from 'discord-api-types/v10'
import { describe, expect, test } from 'vitest'
import { GuildPresences } from './guild-presences.ts'
import { isFall, offline, renderPresence, shownPresence, type OwnPresence } from './presence.ts'

const own = (status: OwnPresence['status'], fields: Partial<OwnPresence> = {}): OwnPresence => ({
  ...offline,
  ...fields,
  status,
})

describe('what an account shows', () => {
  test('is the most present of what its processes say, invisible before all', () => {
    expect(shownPresence([])).toBe(offline)
    expect(shownPresence([own('idle'), own('online')]).status).toBe('online')
    expect(shownPresence([own('online'), own('dnd')]).status).toBe('dnd')
    expect(shownPresence([own('dnd'), own('invisible')])).toBe(offline)
  })

  test('is at most five activities, each once', () => {
    const activities = Array.from({ length: 9 }, (_, type) => ({ name: 'x', type: type % 6 }))
    const shown = shownPresence([own('online', { activities }), own('online', { activities })])
    expect(shown.activities).toHaveLength(5)
  })

  test('has the shape that discord-api-types gives it', () => {
    const shown = renderPresence('1', '2', own('dnd', { clients: { web: 'dnd' } }) as typeof offline)
    const wire: Omit<GatewayPresenceUpdateDispatchData, 'status' | 'activities' | 'client_status'> = shown
    expect(wire).toMatchObject({ guild_id: '1', user: { id: '2' } })
  })

  test('falls where somebody goes or falls asleep, not where they want to be left alone', () => {
    expect(isFall(own('online'), own('idle'))).toBe(true)
    expect(isFall(own('idle'), own('invisible'))).toBe(true)
    expect(isFall(own('dnd'), own('online'))).toBe(false)
    expect(isFall(own('online'), own('dnd'))).toBe(false)
    expect(isFall(own('invisible'), own('offline'))).toBe(false)
  })
})

describe('a guild', () => {
  test('forgets what a process said, and shows what others still say', () => {
    const guild = new GuildPresences()
    expect(guild.put('a', '1', own('online'))).toBe(true)
    expect(guild.put('b', '1', own('idle'))).toBe(false)
    expect(guild.put('a', '2', own('invisible'))).toBe(false)
    expect(guild.online).toBe(1)
    expect(guild.hiddenIn('a')).toEqual(['2'])
    expect(guild.forget('a')).toEqual(['1'])
    expect(guild.of('1').status).toBe('idle')
    expect(guild.forget('b')).toEqual(['1'])
    expect(guild.online).toBe(0)
  })
})
