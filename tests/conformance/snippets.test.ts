import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { snippets } from '@alles/oauth/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allow, CookieBrowser } from '../support/cookie-browser.ts'
import { signUp, type TestPerson } from '../support/person.ts'
import { freePort, startServer, type TestServer } from '../support/server.ts'

/** What the developer portal shows to be copied, copied and run. */

let server: TestServer
let person: TestPerson
let folder: string

beforeAll(async () => {
  server = await startServer()
  person = await signUp(server.origin)
  // Below this folder, so that the programs find their packages.
  folder = await mkdtemp(join(import.meta.dirname, '.snippets-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await server.remove()
})

/** Registers an application, and runs its program until `work` is done. */
async function running(which: keyof ReturnType<typeof snippets>, work: (origin: string) => Promise<void>) {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const redirectUri = `${origin}/callback`
  const made = await person.call<{ application: { id: string }; client_secret: string }>(
    'POST',
    '/api/alles/applications',
    {
      name: 'Copied',
      redirect_uris: [redirectUri, `${origin}/auth/callback/alles`],
      terms_url: 'https://app.example/terms',
      privacy_url: 'https://app.example/privacy',
    },
  )
  const text = snippets({ issuer: server.origin, clientId: made.application.id, redirectUri })[which]
  const file = join(folder, `${which}.mjs`)
  await writeFile(file, text)
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'], CLIENT_SECRET: made.client_secret, AUTH_SECRET: 'x'.repeat(40) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => output.push(part))
  try {
    await expect.poll(() => answers(origin), { timeout: 20_000, message: output.join('') }).toBe(true)
    await work(origin)
  } finally {
    await ended(child)
  }
}

async function answers(origin: string): Promise<boolean> {
  return fetch(origin, { redirect: 'manual' }).then(
    () => true,
    () => false,
  )
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill()
  await once(child, 'exit')
}

/** From the application to us, through the page, and back. */
async function throughUs(toUs: URL): Promise<URL> {
  expect(toUs.origin + toUs.pathname).toBe(`${server.origin}/oidc/auth`)
  const browser = new CookieBrowser(server.origin, person.cookie)
  return allow(browser, await browser.location(toUs), person.id)
}

test.each(['openidClient', 'passport'] as const)(
  '%s signs people in, and refuses what was tampered with',
  async (which) => {
    await running(which, async (origin) => {
      const theirs = new CookieBrowser(origin)
      const back = await throughUs(await theirs.location('/'))
      const answer = await theirs.send(back)
      expect(await answer.text()).toMatch(/^Signed in as [\w-]{43}$/)
      const another = await throughUs(await theirs.location('/'))
      another.searchParams.set('code', 'made-up')
      expect((await theirs.send(another)).status).toBe(400)
    })
  },
)

test('authJs signs people in', async () => {
  await running('authJs', async (origin) => {
    const theirs = new CookieBrowser(origin)
    const { csrfToken } = (await (await theirs.send('/auth/csrf')).json()) as { csrfToken: string }
    const begun = await theirs.send('/auth/signin/alles', {
      method: 'POST',
      body: new URLSearchParams({ csrfToken }),
    })
    const back = await throughUs(new URL(begun.headers.get('location') ?? ''))
    await theirs.send(back)
    const session = (await (await theirs.send('/auth/session')).json()) as { user: { name: string } }
    expect(session.user.name).toMatch(/^[\w-]{43}$/)
  })
})
