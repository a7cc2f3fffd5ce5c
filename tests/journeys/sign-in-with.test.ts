import { join } from 'node:path'
import { expect as seen, type Browser, type Page } from '@playwright/test'
import * as client from 'openid-client'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { launchBrowser, noSeriousFault, openPage, pictures } from '../support/browser.ts'
import { signUp, type TestPerson } from '../support/person.ts'
import { openRelyingParty, type RelyingParty } from '../support/relying-party.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let browser: Browser
let fern: TestPerson
let night: { id: string }
let seeds: RelyingParty
let tools: RelyingParty

beforeAll(async () => {
  server = await startServer({ env: { ALLES_RATE_LIMITS: 'off' } })
  browser = await launchBrowser()
  const maker = await signUp(server.origin, { username: 'maker', display_name: 'Maker' })
  seeds = await openRelyingParty(maker, 'Seed Swap')
  tools = await openRelyingParty(maker, 'Tool Shed')
  fern = await signUp(server.origin, { username: 'fern', display_name: 'Fern' })
  const answer = await fern.call<{ account: { id: string } }>('POST', '/api/alles/accounts/secondary', {
    username: 'night_gardener',
    display_name: 'Night Gardener',
  })
  night = answer.account
})

afterAll(async () => {
  await browser?.close()
  await seeds?.close()
  await tools?.close()
  await server?.remove()
})

/** A browser of Fern's, or a stranger's; `faults` knows what must not happen, and that sites are other origins. */
async function open(person?: TestPerson): Promise<{ page: Page; faults: () => string[] }> {
  const faults: string[] = []
  const page = await openPage(browser, server.origin, { faults, ...(person && { person }) })
  onTestFailed(async () => void (await page.screenshot({ path: join(pictures, 'failed-sign-in-with.png') })))
  const sites = [seeds.origin, tools.origin]
  return { page, faults: () => faults.filter((fault) => !sites.some((site) => fault.endsWith(site))) }
}

const account = (page: Page, name: string) => page.getByRole('radio', { name: new RegExp(`^${name}`) })

/** Goes to a site, allows it as this account, and comes back. Answers who the site says one is. */
async function signInTo(
  page: Page,
  party: RelyingParty,
  { name, scope = 'openid' }: { name: string; scope?: string },
): Promise<string> {
  // OpenID Connect Core, 11: going on while nobody is there needs the question.
  await page.goto(party.start({ scope, prompt: 'consent' }))
  await page.waitForURL(/\/sign-in-with\//)
  await account(page, name).check()
  const publicAccount = page.getByRole('checkbox', { name: 'See your public account' })
  if (scope.includes('profile')) await publicAccount.check()
  await page.getByRole('button', { name: `Allow as ${name}` }).click()
  await page.waitForURL(`${party.origin}/callback?*`)
  return party.tokens().sub
}

const userinfo = async ({ config }: RelyingParty, token: string): Promise<number> => {
  const answer = await fetch(config.serverMetadata().userinfo_endpoint ?? '', {
    headers: { authorization: `Bearer ${token}` },
  })
  return answer.status
}

test('a site learns a number of its own and nothing else, and the public account only where that is allowed', async () => {
  const { page, faults } = await open(fern)
  await page.goto(seeds.start({ scope: 'openid profile' }))
  await seen(page.getByRole('heading', { name: 'Sign in to Seed Swap' })).toBeVisible()
  await seen(page.getByText(new URL(seeds.origin).host, { exact: true })).toBeVisible()
  for (const [name, href] of [
    ['terms of Seed Swap', 'https://example.org/terms'],
    ['privacy policy of Seed Swap', 'https://example.org/privacy'],
  ] as const) {
    const link = page.getByRole('link', { name })
    await seen(link).toHaveAttribute('href', href)
    await seen(link).toHaveAttribute('target', '_blank')
    await seen(link).toHaveAttribute('rel', 'noopener noreferrer')
  }
  await noSeriousFault(page)
  await page.screenshot({ path: join(pictures, 'consent.png') })
  await account(page, 'Fern').check()
  await seen(page.getByText('Seed Swap will know which account this is')).toBeVisible()
  await page.getByRole('checkbox', { name: 'See your public account' }).uncheck()
  await seen(page.getByText('Seed Swap will not know who you are')).toBeVisible()
  await page.getByRole('button', { name: 'Allow as Fern' }).click()
  await page.waitForURL(`${seeds.origin}/callback?*`)
  const { access, sub } = seeds.tokens()
  expect(await client.fetchUserInfo(seeds.config, access, sub)).toEqual({ sub })

  await page.goto(seeds.start({ scope: 'openid profile' }))
  await seen(account(page, 'Fern')).toBeChecked()
  const box = page.getByRole('checkbox', { name: 'See your public account' })
  await seen(box).not.toBeChecked()
  await box.check()
  await page.getByRole('button', { name: 'Allow as Fern' }).click()
  await page.waitForURL(`${seeds.origin}/callback?*`)
  const known = await client.fetchUserInfo(seeds.config, seeds.tokens().access, sub)
  expect(known).toMatchObject({ sub, preferred_username: 'fern', name: 'Fern' })
  expect(faults()).toEqual([])
})

test('two sites see two numbers, and so does one site for two accounts of one person', async () => {
  const { page, faults } = await open(fern)
  const one = await signInTo(page, seeds, { name: 'Fern' })
  const other = await signInTo(page, tools, { name: 'Fern' })
  const secondary = await signInTo(page, seeds, { name: 'Night Gardener' })
  expect(new Set([one, other, secondary, fern.id, night.id]).size).toBe(5)
  expect(await signInTo(page, seeds, { name: 'Fern' })).toBe(one)
  expect(faults()).toEqual([])
})

test('whoever does not allow it goes back to the site, which gets nothing', async () => {
  const { page, faults } = await open(fern)
  await page.goto(tools.start({ scope: 'openid profile' }))
  await page.getByRole('button', { name: 'Do not allow' }).click()
  await seen(page.getByText('Refused: access_denied')).toBeVisible()
  expect(faults()).toEqual([])
})

test('whoever is not signed in signs in first, and comes back to the question', async () => {
  const { page, faults } = await open()
  await page.goto(seeds.start())
  await page.waitForURL(/\/login\?next=/)
  await page.getByRole('textbox', { name: 'Username' }).fill('fern')
  await page.getByLabel('Password', { exact: true }).fill(fern.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(/\/sign-in-with\//)
  await account(page, 'Fern').check()
  await page.getByRole('button', { name: 'Allow as Fern' }).click()
  await page.waitForURL(`${seeds.origin}/callback?*`)
  expect(faults()).toEqual([])
})

test('a site that wants to be sure gets a proof that was made for it', async () => {
  const { page, faults } = await open(fern)
  await page.goto(seeds.start({ prompt: 'login' }))
  await seen(page.getByText('Seed Swap wants to be sure that it is you')).toBeVisible()
  await account(page, 'Fern').check()
  await page.getByRole('button', { name: 'Allow as Fern' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Password', { exact: true }).fill(fern.password)
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await page.waitForURL(`${seeds.origin}/callback?*`)
  expect(faults()).toEqual([])
})

test('a refresh token is good once: whoever uses an old one ends the whole family', async () => {
  const { page } = await open(fern)
  await signInTo(page, seeds, { name: 'Fern', scope: 'openid offline_access' })
  const first = seeds.tokens().refresh ?? ''
  const second = await client.refreshTokenGrant(seeds.config, first)
  expect(await userinfo(seeds, second.access_token)).toBe(200)
  const fault = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: unknown) => (error instanceof client.ResponseBodyError ? error.error : error),
    )
  expect(await fault(client.refreshTokenGrant(seeds.config, first))).toBe('invalid_grant')
  expect(await fault(client.refreshTokenGrant(seeds.config, second.refresh_token ?? ''))).toBe(
    'invalid_grant',
  )
  expect(await userinfo(seeds, second.access_token)).toBe(401)
})

test('an application that is disconnected in the settings is told, and its tokens are dead within a second', async () => {
  const { page, faults } = await open(fern)
  await signInTo(page, tools, { name: 'Fern', scope: 'openid profile offline_access' })
  const { access, refresh = '' } = tools.tokens()
  expect(await userinfo(tools, access)).toBe(200)
  await page.goto('/settings/connections')
  const item = page.getByRole('listitem').filter({ hasText: 'Tool Shed' })
  await seen(item.getByText('Your public account: its number')).toBeVisible()
  await page.screenshot({ path: join(pictures, 'connections.png') })
  const told = tools.logouts.length
  await item.getByRole('button', { name: 'Disconnect Tool Shed' }).click()
  const dialog = page.getByRole('alertdialog')
  await seen(dialog).toContainText('cannot be undone')
  await dialog.getByRole('button', { name: 'Disconnect' }).click()
  await seen(page.getByText('Tool Shed is disconnected.')).toBeVisible()
  await seen.poll(() => userinfo(tools, access), { timeout: 1000 }).toBe(401)
  await expect(client.refreshTokenGrant(tools.config, refresh)).rejects.toThrow()
  await seen.poll(() => tools.logouts.length, { timeout: 10_000 }).toBeGreaterThan(told)
  const [, claims = ''] = (tools.logouts.at(-1) ?? '').split('.')
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
    aud: tools.id,
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  })
  await seen(item).toHaveCount(0)
  expect(faults()).toEqual([])
})

test('a question in one tab stays with its account while another tab switches', async () => {
  const { page, faults } = await open(fern)
  const sub = await signInTo(page, seeds, { name: 'Fern' })
  await page.goto(seeds.start())
  await account(page, 'Fern').check()
  const other = await page.context().newPage()
  await other.goto('/developers')
  const switched = await other.evaluate(async (id) => {
    const answer = await fetch('/api/alles/session/switch', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: id }),
    })
    return answer.status
  }, night.id)
  expect(switched).toBe(200)
  await page.bringToFront()
  await page.getByRole('button', { name: 'Allow as Fern' }).click()
  await page.waitForURL(`${seeds.origin}/callback?*`)
  expect(seeds.tokens().sub).toBe(sub)
  expect(faults()).toEqual([])
})

test('a question in one tab is asked anew when somebody else signs in in another', async () => {
  const sage = await signUp(server.origin, { username: 'sage', display_name: 'Sage' })
  const { page, faults } = await open(
    await signUp(server.origin, { username: 'aster', display_name: 'Aster' }),
  )
  await page.goto(seeds.start())
  await account(page, 'Aster').check()
  const [name = '', value = ''] = sage.cookie.split('=')
  await page.context().addCookies([{ name, value, url: server.origin }])
  await page.getByRole('button', { name: 'Allow as Aster' }).click()
  await seen(page.getByRole('alert')).toContainText('Nothing was allowed')
  await seen(account(page, 'Aster')).toHaveCount(0)
  await account(page, 'Sage').check()
  await page.getByRole('button', { name: 'Allow as Sage' }).click()
  await page.waitForURL(`${seeds.origin}/callback?*`)
  expect(faults()).toEqual([])
})

test('a device is let in by its code, and only as the account that was chosen', async () => {
  const { page, faults } = await open(fern)
  const asked = await client.initiateDeviceAuthorization(seeds.config, { scope: 'openid' })
  await page.goto(asked.verification_uri)
  await page.getByRole('textbox', { name: 'Code' }).fill('bcdf ghjk')
  await page.getByRole('button', { name: 'Go on' }).click()
  await seen(page.getByText('There is no such code, or it has expired.')).toBeVisible()
  await page.goto(asked.verification_uri_complete ?? '')
  await seen(page.getByRole('textbox', { name: 'Code' })).toHaveValue(asked.user_code)
  expect(new URL(page.url()).search).toBe('')
  await seen(page.getByText('you started this yourself')).toBeVisible()
  await noSeriousFault(page)
  await page.getByRole('button', { name: 'Go on' }).click()
  await account(page, 'Night Gardener').check()
  await page.screenshot({ path: join(pictures, 'device.png') })
  await page.getByRole('button', { name: 'Allow as Night Gardener' }).click()
  await seen(page.getByRole('heading', { name: 'The device is connected' })).toBeVisible()
  const tokens = await client.pollDeviceAuthorizationGrant(seeds.config, asked)
  expect(tokens.claims()?.sub).toBe(await signInTo(page, seeds, { name: 'Night Gardener' }))
  expect(faults()).toEqual([])
})

test('a device that is not let in hears so', async () => {
  const { page, faults } = await open(fern)
  const asked = await client.initiateDeviceAuthorization(seeds.config, { scope: 'openid' })
  await page.goto(asked.verification_uri_complete ?? '')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('button', { name: 'Do not allow' }).click()
  await seen(page.getByRole('heading', { name: 'Not allowed' })).toBeVisible()
  await expect(client.pollDeviceAuthorizationGrant(seeds.config, asked)).rejects.toMatchObject({
    error: 'access_denied',
  })
  expect(faults()).toEqual([])
})

test('what cannot go on says so in a sentence: a wrong address, another browser, a made-up error', async () => {
  const { page, faults } = await open(fern)
  const wrong = new URL(`${server.origin}/oidc/auth`)
  wrong.search = new URLSearchParams({
    client_id: seeds.id,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: 'https://example.org/elsewhere',
  }).toString()
  await page.goto(wrong.href)
  await seen(page.getByRole('heading', { name: 'This sign-in cannot go on' })).toBeVisible()
  await seen(page.getByText('an address that it has not registered')).toBeVisible()
  await page.goto('/sign-in-with/error?error=<img src=x onerror=alert(1)>&error_description=<b>hello</b>')
  await seen(page.getByText('The sign-in could not be finished.')).toBeVisible()
  await seen(page.getByText('hello')).toHaveCount(0)

  await page.goto(seeds.start())
  await page.waitForURL(/\/sign-in-with\//)
  const { page: elsewhere } = await open(fern)
  await elsewhere.goto(page.url())
  await seen(elsewhere.getByRole('heading', { name: 'This sign-in is over' })).toBeVisible()
  expect(faults()).toEqual([])
})

test('where there is no answer the question says so, and goes on when asked again', async () => {
  const { page, faults } = await open(fern)
  await page.route('**/api/alles/interactions/*', (route) => route.abort())
  await page.goto(seeds.start())
  await seen(page.getByRole('alert')).toContainText('The server cannot be reached right now.')
  await noSeriousFault(page)
  await page.unroute('**/api/alles/interactions/*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await account(page, 'Night Gardener').check()
  await page.route('**/api/alles/interactions/*/allow', (route) => route.abort())
  await page.getByRole('button', { name: 'Allow as Night Gardener' }).click()
  await seen(page.getByRole('alert')).toContainText('The server cannot be reached right now.')
  await page.unroute('**/api/alles/interactions/*/allow')
  await page.getByRole('button', { name: 'Allow as Night Gardener' }).click()
  await page.waitForURL(`${seeds.origin}/callback?*`)
  expect(faults()).toEqual([])
})
