import { told } from './eyes.ts'
import { password, type Face } from './faces.ts'
import { lifeOf } from './observations/observation.ts'
import {
  asParty,
  consent,
  cookieJar,
  redeem,
  returnTo,
  type Consent,
  type CookieJar,
} from './sign-in-with.ts'
import { timedSwitches } from './timed-switches.ts'
import type { Timed } from './timing.ts'
import type { World } from './world.ts'

/** Everything whose time is taken. */
export function timedActs(world: World): Timed[] {
  const { eyes, watcher, guild } = world
  const get = async (path: string, by?: Face | { headers: Record<string, string> }) => {
    told(await eyes.ask({ method: 'GET', path, ...(by && { by }) }))
  }
  return [
    signingIn(world),
    { name: 'the public profile', act: (face) => get(`/api/alles/profiles/${face.username}`) },
    { name: 'the user, to a member', act: (face) => get(`/api/v10/users/${face.id}`, watcher) },
    {
      name: 'the member, to a member',
      act: (face) => get(`/api/v10/guilds/${guild.id}/members/${face.id}`, watcher),
    },
    {
      name: 'a message sent',
      async act(face) {
        const path = `/api/v10/channels/${guild.channel}/messages`
        told(await eyes.ask({ method: 'POST', path, by: face, body: { content: 'Good evening' } }))
      },
    },
    {
      name: 'a taken name',
      async act(face) {
        const body = { username: face.username }
        const seen = await eyes.ask({
          method: 'POST',
          path: '/api/alles/accounts/secondary',
          by: watcher,
          body,
        })
        if (seen.status !== 409) throw new Error(`answered ${seen.status}`)
      },
    },
    {
      name: 'userinfo',
      act: (face) =>
        get('/oidc/me', {
          headers: { authorization: `Bearer ${lifeOf(world, face).tokens[1]?.access_token ?? ''}` },
        }),
    },
    exchanging(world),
    refreshing(world),
    ...timedSwitches(world),
    joining(world),
  ]
}

/** By the right password; the session ends again. */
function signingIn({ server }: World): Timed {
  const cookies = new Map<Face, string>()
  return {
    name: 'a sign-in',
    atOnce: 2,
    async act(face) {
      const answer = await fetch(`${server.origin}/api/alles/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ login: face.username, password }),
      })
      await answer.text()
      if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}`)
      cookies.set(face, (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '')
    },
    async undo(face) {
      const headers = { cookie: cookies.get(face) ?? '' }
      await fetch(`${server.origin}/api/alles/session`, { method: 'DELETE', headers })
    },
  }
}

/** An application's exchange of a code for tokens. */
function exchanging({ server, parties: [, party] }: World): Timed {
  const codes = new Map<Face, Consent>()
  const browsers = new Map<Face, CookieJar>()
  const scope = 'openid profile'
  return {
    name: 'a code exchanged for tokens',
    async prepare(face) {
      if (!party) throw new Error('there is no application')
      const known = browsers.get(face)
      const browser = known ?? cookieJar(server.origin, face)
      browsers.set(face, browser)
      const code = known
        ? await returnTo(server.origin, browser, { party, scope })
        : await consent(server.origin, face, { party, scope, maxAge: 1_000_000, browser })
      codes.set(face, code)
    },
    async act(face) {
      const code = codes.get(face)
      if (!party || !code) throw new Error('there is no code')
      await redeem(server.origin, party, code)
    },
  }
}

/** An application's refresh of its tokens. */
function refreshing(world: World): Timed {
  const newest = new Map<Face, string>()
  const [, party] = world.parties
  return {
    name: 'tokens refreshed',
    async act(face) {
      if (!party) throw new Error('there is no application')
      const known = newest.get(face) ?? lifeOf(world, face).tokens[1]?.refresh_token ?? ''
      const seen = await world.eyes.ask({
        method: 'POST',
        path: '/oidc/token',
        by: { headers: asParty(party) },
        form: { grant_type: 'refresh_token', refresh_token: known },
      })
      newest.set(face, told(seen).refresh_token as string)
    },
  }
}

/** A join that fails: of siblings of banned accounts by good invites, of others by expired ones. */
function joining({ eyes, guild, watcher, pairs }: World): Timed {
  const codes = new Map<boolean, string>()
  let prepared: Promise<void> | undefined
  const invite = async (linked: boolean) => {
    const path = `/api/v10/channels/${guild.channel}/invites`
    const { code } = told(await eyes.ask({ method: 'POST', path, by: watcher, body: { unique: true } }))
    if (!linked) told(await eyes.ask({ method: 'DELETE', path: `/api/v10/invites/${code}`, by: watcher }))
    codes.set(linked, code)
  }
  const prepare = async () => {
    for (const pair of pairs) {
      const ban = `/api/v10/guilds/${guild.id}/bans/${pair.a.id}`
      told(await eyes.ask({ method: 'PUT', path: ban, by: watcher, body: {} }))
      const leave = `/api/v10/users/@me/guilds/${guild.id}`
      told(await eyes.ask({ method: 'DELETE', path: leave, by: pair.b }))
    }
    await invite(true)
    await invite(false)
  }
  return {
    name: 'a join that fails',
    atOnce: 5,
    async act(_, pair) {
      prepared ??= prepare()
      await prepared
      const path = `/api/v10/invites/${codes.get(pair.linked)}`
      const seen = await eyes.ask({ method: 'POST', path, by: pair.b, body: {} })
      if (seen.status !== 404) throw new Error(`answered ${seen.status}`)
    },
  }
}
