import { solveChallenge, type Challenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'

/** A signed-in person as a script sees them: an origin and a cookie. */
export interface TestPerson {
  readonly origin: string
  readonly id: string
  readonly username: string
  readonly password: string
  readonly cookie: string
  /** Calls the API; resolves to the parsed body, or throws what the server answered. */
  call<T = unknown>(method: string, path: string, body?: unknown): Promise<T>
  /** The same without throwing. */
  raw(method: string, path: string, body?: unknown): Promise<Response>
}

/** Fetches a challenge and solves it as a browser would. */
export async function solvedChallenge(origin: string): Promise<string> {
  const challenge = (await (await fetch(`${origin}/api/alles/challenge`)).json()) as Challenge
  const solution = await solveChallenge({ challenge, deriveKey })
  if (!solution) throw new Error('the challenge has no solution')
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64')
}

let count = 0

/** Signs a new person up. */
export async function signUp(origin: string, given: Record<string, unknown> = {}): Promise<TestPerson> {
  count += 1
  const username = typeof given.username === 'string' ? given.username : `person_${count}_${process.pid}`
  const password = typeof given.password === 'string' ? given.password : 'correct horse battery staple'
  const answer = await fetch(`${origin}/api/alles/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password, age: 30, altcha: await solvedChallenge(origin), ...given }),
  })
  if (answer.status !== 201) throw new Error(`sign-up answered ${answer.status}: ${await answer.text()}`)
  const { account } = (await answer.json()) as { account: { id: string } }
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return person(origin, { id: account.id, username, password, cookie })
}

/** Signs in somebody who has an account; who is signed in already gets another session. */
export async function signIn(
  known: Pick<TestPerson, 'origin' | 'username' | 'password'>,
): Promise<TestPerson> {
  const { origin, username, password } = known
  const answer = await fetch(`${origin}/api/alles/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: username, password }),
  })
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${await answer.text()}`)
  const { account } = (await answer.json()) as { account: { id: string } }
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return person(origin, { id: account.id, username, password, cookie })
}

/** The same person, asking another process. */
export function at(known: TestPerson, server: { readonly origin: string }): TestPerson {
  return person(server.origin, known)
}

function person(
  origin: string,
  known: Pick<TestPerson, 'id' | 'username' | 'password' | 'cookie'>,
): TestPerson {
  const raw = (method: string, path: string, body?: unknown) =>
    fetch(`${origin}${path}`, {
      method,
      headers: { cookie: known.cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  return {
    origin,
    ...known,
    raw,
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      const answer = await raw(method, path, body)
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
      return (text === '' ? undefined : JSON.parse(text)) as T
    },
  }
}

/** What tests need of a guild: its id and its first text channel. */
export interface TestGuild {
  readonly id: string
  readonly channel: string
}

export async function makeGuild(owner: TestPerson, name = 'Allotment'): Promise<TestGuild> {
  const guild = await owner.call<{ id: string }>('POST', '/api/v10/guilds', { name })
  const channels = await owner.call<{ id: string; type: number }[]>(
    'GET',
    `/api/v10/guilds/${guild.id}/channels`,
  )
  const channel = channels.find((one) => one.type === 0)
  if (!channel) throw new Error('a new guild has no text channel')
  return { id: guild.id, channel: channel.id }
}

/** Lets `guest` into the guild by an invite. */
export async function invite(owner: TestPerson, guild: TestGuild, guest: TestPerson): Promise<void> {
  const { code } = await owner.call<{ code: string }>(
    'POST',
    `/api/v10/channels/${guild.channel}/invites`,
    {},
  )
  await guest.call('POST', `/api/v10/invites/${code}`, {})
}

/** An application with a bot in the guild; resolves to the bot's token. */
export async function addBot(owner: TestPerson, guild: TestGuild, name = 'Weatherbot'): Promise<string> {
  const { application } = await owner.call<{ application: { id: string } }>(
    'POST',
    '/api/alles/applications',
    {
      name,
      redirect_uris: [],
      terms_url: 'https://example.org/terms',
      privacy_url: 'https://example.org/privacy',
    },
  )
  const { token } = await owner.call<{ token: string }>(
    'POST',
    `/api/alles/applications/${application.id}/bot`,
  )
  const search = new URLSearchParams({
    client_id: application.id,
    scope: 'bot applications.commands',
    permissions: '3072',
  })
  await owner.call('POST', `/api/v10/oauth2/authorize?${search.toString()}`, {
    guild_id: guild.id,
    permissions: '3072',
    authorize: true,
  })
  return token
}
