import { signIn, type TestPerson } from '../support/person.ts'
import { told } from './eyes.ts'
import { siblingOf, type Face } from './faces.ts'
import { lifeOf } from './observations/observation.ts'
import type { Timed } from './timing.ts'
import type { Pair, World } from './world.ts'

/** Another browser of a person, and an account of theirs that nobody knows, to switch away to. */
interface Elsewhere {
  readonly person: TestPerson
  readonly spare: Face
}

/**
 * Switches, and what others do right after one. Whoever has an account switches in a browser of their own, from an
 * account outside of the pair, so that the same is done for siblings and for strangers; the request of the other account
 * comes from another browser, as a stranger's does.
 */
export function timedSwitches(world: World): Timed[] {
  const { eyes, watcher, guild } = world
  const browsers = new Map<TestPerson, Promise<Elsewhere>>()
  const elsewhere = ({ person }: Face) => {
    const known = browsers.get(person) ?? open(person)
    browsers.set(person, known)
    return known
  }
  const switchTo = async (face: Face) => {
    const { person } = await elsewhere(face)
    told(await eyes.ask({ method: 'POST', path, by: by(person), body: { account: face.id } }))
  }
  const switchAway = async (face: Face) => {
    const { person, spare } = await elsewhere(face)
    told(await eyes.ask({ method: 'POST', path, by: by(person), body: { account: spare.id } }))
  }
  /** Of one account of a pair, when the other one has just become somebody's current one. */
  const after = (name: string, act: Timed['act']): Timed => ({
    name: `${name} right after the other one was switched to`,
    async prepare(face, pair) {
      await switchAway(otherOf(pair, face))
      await switchTo(otherOf(pair, face))
    },
    act,
  })
  const get = async (address: string, asker?: Face | { headers: Record<string, string> }) => {
    told(await eyes.ask({ method: 'GET', path: address, ...(asker && { by: asker }) }))
  }
  return [
    { name: 'a switch to it', prepare: switchAway, act: switchTo },
    {
      name: 'a switch to it, refused to somebody else',
      async act({ id }) {
        const seen = await eyes.ask({ method: 'POST', path, by: watcher, body: { account: id } })
        if (seen.status < 400) throw new Error(`answered ${seen.status}`)
      },
    },
    after('a request of its own', (face) => get('/api/v10/users/@me', face)),
    after('a message sent', async (face) => {
      const messages = `/api/v10/channels/${guild.channel}/messages`
      told(await eyes.ask({ method: 'POST', path: messages, by: face, body: { content: 'Good night' } }))
    }),
    after('the public profile', ({ username }) => get(`/api/alles/profiles/${username}`)),
    after('the member, to a member,', ({ id }) => get(`/api/v10/guilds/${guild.id}/members/${id}`, watcher)),
    after('userinfo', (face) => {
      const token = lifeOf(world, face).tokens[1]?.access_token ?? ''
      return get('/oidc/me', { headers: { authorization: `Bearer ${token}` } })
    }),
  ]
}

const path = '/api/alles/session/switch'
const by = ({ cookie }: TestPerson) => ({ headers: { cookie } })

async function open(person: TestPerson): Promise<Elsewhere> {
  const anybody: Face = { id: person.id, username: person.username, person, names: [], headers: {} }
  return { person: await signIn(person), spare: await siblingOf(anybody) }
}

function otherOf({ a, b }: Pair, face: Face): Face {
  return face === a ? b : a
}
