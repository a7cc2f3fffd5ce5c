import { pause } from '../../support/server.ts'
import { told } from '../eyes.ts'
import { shuffled, type World } from '../world.ts'
import { isPresence, type Observation } from './observation.ts'

/** What moderators see of bans. */
export const banObservations: readonly Observation[] = [
  {
    name: 'a ban, while the other one is in',
    slow: true,
    async see(eyes, { a, b }, world) {
      const { watcher, guild } = world
      await settle(world)
      const since = world.heard.frames.length
      const ban = `/api/v10/guilds/${guild.id}/bans/${a.id}`
      const by = watcher
      const made = await eyes.ask({ method: 'PUT', path: ban, by, body: {} })
      await world.heard.until(
        ({ t, d }) => t === 'GUILD_BAN_ADD' && (d as { user: { id: string } }).user.id === a.id,
      )
      const seen = [
        made.status,
        told(await eyes.ask({ method: 'GET', path: ban, by })),
        await eyes.ask({ method: 'GET', path: `/api/v10/guilds/${guild.id}/bans/${b.id}`, by }),
        await eyes.ask({ method: 'GET', path: `/api/v10/guilds/${guild.id}/members/${b.id}`, by }),
        eventsSince(world, since),
      ]
      told(await eyes.ask({ method: 'DELETE', path: ban, by }))
      await rejoin(world, a)
      return seen
    },
  },
  {
    name: 'a join that fails, of a sibling by a good invite and of a stranger by an expired one',
    slow: true,
    async see(eyes, { linked, a, b }, world) {
      const { watcher: by, guild } = world
      const ban = `/api/v10/guilds/${guild.id}/bans/${a.id}`
      told(await eyes.ask({ method: 'PUT', path: ban, by, body: {} }))
      told(await eyes.ask({ method: 'DELETE', path: `/api/v10/users/@me/guilds/${guild.id}`, by: b }))
      const code = await inviteTo(world)
      if (!linked) told(await eyes.ask({ method: 'DELETE', path: `/api/v10/invites/${code}`, by }))
      await settle(world)
      const since = world.heard.frames.length
      const answer = await eyes.ask({ method: 'POST', path: `/api/v10/invites/${code}`, by: b, body: {} })
      await settle(world)
      const invites = told(
        await eyes.ask({ method: 'GET', path: `/api/v10/guilds/${guild.id}/invites`, by }),
      ) as {
        code: string
        uses: number
      }[]
      const seen = [answer, eventsSince(world, since), invites.find((one) => one.code === code)?.uses ?? 0]
      told(await eyes.ask({ method: 'DELETE', path: ban, by }))
      for (const face of shuffled([a, b])) await rejoin(world, face)
      return seen
    },
  },
]

async function inviteTo({ eyes, watcher, guild }: World): Promise<string> {
  const path = `/api/v10/channels/${guild.channel}/invites`
  const made = await eyes.ask({ method: 'POST', path, by: watcher, body: { unique: true, max_uses: 1 } })
  return told(made).code as string
}

async function rejoin(world: World, face: World['watcher']): Promise<void> {
  const path = `/api/v10/invites/${await inviteTo(world)}`
  told(await world.eyes.ask({ method: 'POST', path, by: face, body: {} }))
}

function eventsSince({ heard }: World, since: number): unknown {
  return heard.frames
    .slice(since)
    .filter((frame) => frame.t !== null && frame.t !== 'TYPING_START' && !isPresence(frame))
    .map(({ t, d }) => [t, d])
}

/** Until everything that happened in the guild before has been told. */
async function settle({ eyes, heard, watcher, guild }: World): Promise<void> {
  const count = () => heard.frames.filter(({ t }) => t === 'TYPING_START').length
  const before = count()
  await eyes.ask({ method: 'POST', path: `/api/v10/channels/${guild.channel}/typing`, by: watcher })
  while (count() === before) {
    if (!heard.isOpen) throw new Error('the watcher’s connection is gone')
    await pause(5)
  }
}
