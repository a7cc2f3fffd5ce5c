import { told, type Eyes } from '../eyes.ts'
import type { Face } from '../faces.ts'
import { asParty, claimsOf, consent, redeem, signInWith } from '../sign-in-with.ts'
import type { World } from '../world.ts'
import { lifeOf, ofEach, type Observation } from './observation.ts'

/** What applications learn, each by itself and several together. */
export const signInWithObservations: readonly Observation[] = [
  ofEach('the subjects', async (eyes, face, world) =>
    Promise.all(world.parties.map(async (_, index) => (await userinfo(eyes, face, { world, index })).sub)),
  ),
  ofEach('userinfo', async (eyes, face, world) =>
    Promise.all(world.parties.map((_, index) => userinfo(eyes, face, { world, index }))),
  ),
  ofEach('the claims of ID tokens', async (_, face, world) =>
    lifeOf(world, face).tokens.map(({ id_token: token }) => claimsOf(token)),
  ),
  {
    name: 'when one proved who one is, as two applications are told',
    measure: async (_, { a, b }, world) => {
      const [one, other] = [lifeOf(world, a).tokens[0], lifeOf(world, b).tokens[1]]
      return Math.abs(
        Number(claimsOf(one?.id_token ?? '')['auth_time']) -
          Number(claimsOf(other?.id_token ?? '')['auth_time']),
      )
    },
  },
  {
    name: 'when one proved who one is, as one application is told',
    measure: async (_, { a, b }, world) => {
      const [one, other] = [lifeOf(world, a).tokens[0], lifeOf(world, b).tokens[0]]
      return Math.abs(
        Number(claimsOf(one?.id_token ?? '')['auth_time']) -
          Number(claimsOf(other?.id_token ?? '')['auth_time']),
      )
    },
  },
  ofEach('introspection', async (eyes, face, world) =>
    Promise.all(
      world.parties.map(async (party, index) =>
        told(
          await eyes.ask({
            method: 'POST',
            path: '/oidc/introspect',
            by: { headers: asParty(party) },
            form: { token: lifeOf(world, face).tokens[index]?.access_token ?? '' },
          }),
        ),
      ),
    ),
  ),
  {
    name: 'a second sign-in of both with one application',
    slow: true,
    async see(_, { a, b }, { server, parties }) {
      const [party] = parties
      if (!party) throw new Error('there is no application')
      const wish = { party, scope: 'openid profile', maxAge: 1_000_000 }
      const [first, second] = [
        await signInWith(server.origin, a, wish),
        await signInWith(server.origin, b, wish),
      ]
      return { a: claimsOf(first.id_token), b: claimsOf(second.id_token) }
    },
  },
  {
    name: 'a code that is redeemed by another application',
    slow: true,
    async see(_, { a, b }, { server, parties }) {
      const [party, other] = parties
      if (!party || !other) throw new Error('there are no applications')
      const wish = { party, scope: 'openid', maxAge: null }
      const codes = [await consent(server.origin, a, wish), await consent(server.origin, b, wish)]
      const answers = []
      for (const given of codes)
        answers.push(
          await redeem(server.origin, { ...party, id: other.id, secret: other.secret }, given).catch(String),
        )
      return answers
    },
  },
]

async function userinfo(
  eyes: Eyes,
  face: Face,
  { world, index }: { world: World; index: number },
): Promise<{ sub: string }> {
  const headers = { authorization: `Bearer ${lifeOf(world, face).tokens[index]?.access_token ?? ''}` }
  return told(await eyes.ask({ method: 'GET', path: '/oidc/me', by: { headers } })) as { sub: string }
}
