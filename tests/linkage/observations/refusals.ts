import { password } from '../faces.ts'
import { ofEach, type Observation } from './observation.ts'

/** What is refused, and how. */
export const refusalObservations: readonly Observation[] = [
  ofEach('a taken name, to somebody else', (eyes, face, { watcher }) =>
    eyes.ask({
      method: 'POST',
      path: '/api/alles/accounts/secondary',
      by: watcher,
      body: { username: face.username },
    }),
  ),
  ofEach('a name that looks the same, to somebody else', (eyes, face, { watcher }) =>
    eyes.ask({
      method: 'POST',
      path: '/api/alles/accounts/secondary',
      by: watcher,
      body: { username: face.username.replace('1', 'l') },
    }),
  ),
  {
    name: 'a taken name, to the other one',
    see: async (eyes, { a, b }) => [
      await eyes.ask({
        method: 'POST',
        path: '/api/alles/accounts/secondary',
        by: b,
        body: { username: a.username },
      }),
      await eyes.ask({
        method: 'PUT',
        path: '/api/alles/accounts/@me/username',
        by: a,
        body: { username: b.username },
      }),
    ],
  },
  ofEach('a wrong password', (eyes, face) =>
    eyes.ask({
      method: 'POST',
      path: '/api/alles/session',
      body: { login: face.username, password: `${password} and more` },
    }),
  ),
  {
    name: 'an account that is not one’s own, to a stranger of both',
    async see(eyes, { a, b }, { watcher }) {
      const by = (id: string) => ({ headers: { ...watcher.headers, 'alles-account': id } })
      const path = '/api/alles/session'
      return [
        await eyes.ask({ method: 'GET', path, by: by(a.id) }),
        await eyes.ask({ method: 'GET', path, by: by(b.id) }),
      ]
    },
  },
]
