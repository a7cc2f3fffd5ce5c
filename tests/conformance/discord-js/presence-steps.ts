import { ActivityType, Events, Routes } from 'discord.js'
import { expect } from 'vitest'
import { GatewaySocket } from '../../support/gateway.ts'
import type { TestPerson } from '../../support/person.ts'
import { step } from './step.ts'

/** A person's client, which shows `status`. */
async function connect(person: TestPerson, status: string): Promise<GatewaySocket> {
  const socket = new GatewaySocket(person.origin, { headers: { cookie: person.cookie } })
  const properties = { os: 'Linux', browser: 'Firefox', device: '' }
  await socket.say(2, {
    token: '',
    account: person.id,
    properties,
    presence: { status, activities: [], since: null, afk: false },
  })
  await socket.event('READY')
  return socket
}

export const presenceSteps = [
  step('sees who is there, and is seen', async ({ guild, guest, bot, heard }) => {
    const there = async () =>
      (await bot.guilds.fetch({ guild: guild.id, withCounts: true, force: true })).approximatePresenceCount
    await expect.poll(there, { timeout: 10_000 }).toBe(1)
    const told = heard(Events.PresenceUpdate, (_, now) => now.userId === guest.id)
    const socket = await connect(guest, 'dnd')
    const [, shown] = await told
    expect([shown.status, guild.presences.cache.get(guest.id)?.status]).toEqual(['dnd', 'dnd'])
    bot.user.setPresence({ status: 'idle', activities: [{ name: 'the sky', type: ActivityType.Watching }] })
    const { d } = await socket.until(
      ({ t, d: data }) => t === 'PRESENCE_UPDATE' && (data as { status: string }).status === 'idle',
    )
    expect(d).toMatchObject({ user: { id: bot.user.id }, activities: [{ name: 'the sky', type: 3 }] })
    socket.close()
  }),
  step('sees somebody change their name', async ({ guest, heard, bot, server }) => {
    const known = await bot.users.fetch(guest.id)
    const told = heard(Events.UserUpdate, (_, now) => now.id === guest.id)
    await guest.call('PATCH', '/api/alles/accounts/@me', { display_name: 'Green' })
    expect([(await told)[1].globalName, known.id, server.origin]).toEqual(['Green', guest.id, guest.origin])
  }),
  step('knows itself, its application and where its gateway is', async ({ bot, guest }) => {
    const me = await bot.users.fetch(bot.user.id, { force: true })
    expect([me.bot, me.username]).toEqual([true, bot.user.username])
    expect(await bot.rest.get(Routes.user())).toMatchObject({ id: bot.user.id, bot: true })
    expect((await bot.application.fetch()).name).toBe('Weatherbot')
    expect(await bot.rest.get(Routes.oauth2CurrentApplication())).toMatchObject({ id: bot.application.id })
    expect(await bot.rest.get(Routes.gateway())).toMatchObject({
      url: expect.stringMatching(/^ws/) as string,
    })
    const limits = (await bot.rest.get(Routes.gatewayBot())) as { session_start_limit: { total: number } }
    expect(limits.session_start_limit.total).toBe(1000)
    expect((await bot.users.fetch(guest.id, { force: true })).username).toBe(guest.username)
  }),
  step('finds what is shown of those who have no picture', async ({ bot, server }) => {
    for (const url of [bot.user.displayAvatarURL(), bot.user.defaultAvatarURL]) {
      expect(url).toMatch(new RegExp(`^${server.origin}/media/embed/avatars/[0-5]\\.png$`))
      const answer = await fetch(url)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
    }
  }),
]
