import { join } from 'node:path'
import { expect as seen, type Browser, type Page } from '@playwright/test'
import * as client from 'openid-client'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { launchBrowser, noSeriousFault, openPage, pictures } from '../support/browser.ts'
import { invite, makeGuild, signIn, signUp, type TestGuild, type TestPerson } from '../support/person.ts'
import { openRelyingParty, type RelyingParty } from '../support/relying-party.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let browser: Browser
let rowan: TestPerson
let guild: TestGuild
let seeds: RelyingParty
let place = ''

beforeAll(async () => {
  server = await startServer({ env: { ALLES_ERASURE_GRACE_DAYS: '0' } })
  browser = await launchBrowser()
  rowan = await signUp(server.origin, { username: 'rowan', display_name: 'Rowan' })
  guild = await makeGuild(rowan, 'Gartenkolonie')
  place = `/channels/${guild.id}/${guild.channel}`
  seeds = await openRelyingParty(rowan, 'Seed Swap')
})

afterAll(async () => {
  await browser?.close()
  await seeds?.close()
  await server?.remove()
})

/** `faults` knows what must not happen, and that the site is another origin. */
async function open(name: string, person?: TestPerson): Promise<{ page: Page; faults: () => string[] }> {
  const faults: string[] = []
  const page = await openPage(browser, server.origin, { faults, ...(person && { person }) })
  onTestFailed(async () => void (await page.screenshot({ path: join(pictures, `${name}-failed.png`) })))
  return { page, faults: () => faults.filter((fault) => !fault.endsWith(seeds.origin)) }
}

const composer = (page: Page) => page.getByRole('textbox', { name: /^Message / })
const usernameField = (page: Page) => page.getByRole('textbox', { name: 'Username' })

/** The page stands at sign-in and says why, and so does another one opened there. */
async function isPutOut(page: Page): Promise<void> {
  await page.waitForURL(/\/login/)
  await seen(page.getByText('You were signed out here.')).toBeVisible()
}

test('a username that is changed is seen at once by somebody else, and then stays for a while', async () => {
  const fern = await signUp(server.origin, { username: 'fern' })
  await invite(rowan, guild, fern)
  const { page, faults } = await open('username', fern)
  await page.goto(place)
  await composer(page).fill('I was here as fern')
  await composer(page).press('Enter')
  const watching = await open('username-seen', rowan)
  await watching.page.goto(place)
  const line = watching.page.getByRole('article').filter({ hasText: 'I was here as fern' })
  await seen(line).toContainText('fern')

  await page.goto('/settings/username')
  await usernameField(page).fill('rowan')
  await page.getByRole('button', { name: 'Change the username' }).click()
  await seen(page.getByText('This username, or one that looks like it, is taken.')).toBeVisible()
  await usernameField(page).fill('Bracken')
  await page.getByRole('button', { name: 'Change the username' }).click()
  await seen(page.getByText('Changed.')).toBeVisible()
  await seen(usernameField(page)).toHaveValue('bracken')
  await seen(watching.page.getByText('bracken').first()).toBeVisible({ timeout: 5000 })
  await seen(watching.page.getByText('fern', { exact: true })).toHaveCount(0)
  await watching.page.screenshot({ path: join(pictures, 'username-seen.png') })

  await page.reload()
  await seen(page.getByText(/^It can be changed again on /)).toBeVisible()
  await seen(usernameField(page)).toBeDisabled()
  await noSeriousFault(page)
  await page.screenshot({ path: join(pictures, 'username-changed.png') })
  await page.goto('/@fern')
  await seen(page.getByRole('heading', { name: 'Nobody of that name' })).toBeVisible()
  await page.goto('/@bracken')
  await seen(page.getByText('@bracken')).toBeVisible()
  expect([...faults(), ...watching.faults()]).toEqual([])
})

test('another account becomes the primary one, and then the old one is deleted alone', async () => {
  const lark = await signUp(server.origin, { username: 'lark', display_name: 'Lark' })
  await lark.call('POST', '/api/alles/accounts/secondary', { username: 'wren', display_name: 'Wren' })
  const { page, faults } = await open('primary', lark)
  await page.goto('/settings/accounts')
  const item = (name: string) =>
    page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ hasText: `@${name}` })
  await seen(item('lark')).toContainText('· primary')

  async function askToDelete(): Promise<void> {
    await page.getByRole('button', { name: 'Delete Lark' }).click()
    await page.waitForURL(/\/settings\/privacy/)
    await page.getByText('They stay, without you').click()
    await page.getByRole('button', { name: 'Delete my account' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Delete @lark?' })
    await dialog.getByRole('button', { name: 'Delete it' }).click()
  }
  await askToDelete()
  await seen(page.getByText(/Make another one the primary one first/)).toBeVisible()
  await noSeriousFault(page)
  await page.getByRole('button', { name: 'Keep my account' }).click()

  await page.goto('/settings/accounts')
  await page.getByRole('button', { name: 'Make primary: Wren' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Make Wren the primary account?' })
  await noSeriousFault(page)
  await dialog.getByRole('button', { name: 'Make it primary' }).click()
  await seen(item('wren')).toContainText('· primary')
  await seen(item('lark')).not.toContainText('· primary')
  await page.screenshot({ path: join(pictures, 'primary.png') })
  await askToDelete()
  await seen(page.getByText('The account that this tab acted as is no longer there.')).toBeVisible({
    timeout: 30_000,
  })
  await seen(page.getByRole('button', { name: 'Acting as Wren' })).toBeVisible()
  await page.goto('/settings/accounts')
  await seen(item('wren')).toContainText('· primary')
  await seen(item('lark')).toHaveCount(0)
  const stranger = await open('primary-gone')
  await stranger.page.goto('/@lark')
  await seen(stranger.page.getByRole('heading', { name: 'Nobody of that name' })).toBeVisible()
  await stranger.page.goto('/@wren')
  await seen(stranger.page.getByRole('heading', { name: 'Wren' })).toBeVisible()

  // The person stays: the password opens what is left.
  await stranger.page.goto('/login')
  await stranger.page.getByRole('textbox', { name: 'Username or e-mail' }).fill('wren')
  await stranger.page.getByLabel('Password', { exact: true }).fill(lark.password)
  await stranger.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await seen(stranger.page.getByRole('button', { name: 'Acting as Wren' })).toBeVisible()
  expect([...faults(), ...stranger.faults()]).toEqual([])
})

test('whoever secures their account puts out every other browser and every application', async () => {
  const aster = await signUp(server.origin, { username: 'aster', display_name: 'Aster' })
  const { page, faults } = await open('secure', aster)
  const other = await open('secured-out', await signIn(aster))
  await other.page.goto('/channels/@me')
  await seen(other.page.getByRole('button', { name: 'Acting as Aster' })).toBeVisible()
  await page.goto(seeds.start({ scope: 'openid offline_access', prompt: 'consent' }))
  await page.getByRole('button', { name: 'Allow as Aster' }).click()
  await page.waitForURL(`${seeds.origin}/callback?*`)
  const { access, refresh = '' } = seeds.tokens()
  const userinfo = async () => {
    const endpoint = seeds.config.serverMetadata().userinfo_endpoint ?? ''
    return (await fetch(endpoint, { headers: { authorization: `Bearer ${access}` } })).status
  }
  expect(await userinfo()).toBe(200)

  await page.goto('/settings/security')
  await page.getByRole('button', { name: 'Secure my account' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Secure your account?' })
  await noSeriousFault(page)
  await dialog.getByRole('button', { name: 'Secure my account' }).click()
  await seen(page.getByText('Done. 1 other session has ended.')).toBeVisible()
  await page.screenshot({ path: join(pictures, 'secured.png') })
  await isPutOut(other.page)
  await other.page.screenshot({ path: join(pictures, 'put-out.png') })
  await seen.poll(userinfo, { timeout: 1000 }).toBe(401)
  await expect(client.refreshTokenGrant(seeds.config, refresh)).rejects.toThrow()
  await page.goto('/settings/connections')
  await seen(page.getByRole('button', { name: 'Acting as Aster' })).toBeVisible()
  await seen(page.locator('[data-waiting]')).toHaveCount(0)
  await seen(page.getByText('Seed Swap')).toHaveCount(0)
  expect([...faults(), ...other.faults()]).toEqual([])
})

test('all other sessions are ended at once, and this one stays', async () => {
  const moss = await signUp(server.origin, { username: 'mosswood', display_name: 'Moss' })
  const { page, faults } = await open('sessions', moss)
  const others = [
    await open('sessions-out', await signIn(moss)),
    await open('sessions-out-too', await signIn(moss)),
  ]
  for (const { page: other } of others) {
    await other.goto('/settings/profile')
    await seen(other.getByRole('button', { name: 'Acting as Moss' })).toBeVisible()
  }
  await page.goto('/settings/security')
  const list = page.getByRole('listitem').filter({ hasText: 'Last seen' })
  await seen(list).toHaveCount(3)
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await seen(list).toHaveCount(1)
  for (const { page: other } of others) await isPutOut(other)
  await page.reload()
  await seen(list).toHaveCount(1)
  await seen(list).toContainText('Here')
  await seen(page.getByRole('button', { name: 'Sign out everywhere else' })).toHaveCount(0)
  expect([...faults(), ...others.flatMap((one) => one.faults())]).toEqual([])
})

test('a profile that is made private shows a stranger its names and nothing else', async () => {
  const sage = await signUp(server.origin, { username: 'sage', display_name: 'Sage' })
  await sage.call('PATCH', '/api/alles/accounts/@me', { bio: 'Leeks, mostly.', pronouns: 'they/them' })
  const { page, faults } = await open('private', sage)
  const stranger = await open('private-seen')
  await stranger.page.goto('/@sage')
  await seen(stranger.page.getByText('Leeks, mostly.')).toBeVisible()
  await seen(stranger.page.getByText('they/them')).toBeVisible()

  await page.goto('/settings/profile')
  const visibility = page.getByRole('radiogroup', { name: 'Who sees this profile' })
  await visibility.getByRole('radio', { name: /^Private/ }).click()
  await seen(visibility.getByRole('radio', { name: /^Private/ })).toBeChecked()
  await stranger.page.reload()
  await seen(stranger.page.getByRole('heading', { name: 'Sage' })).toBeVisible()
  await seen(stranger.page.getByText('This account is private.')).toBeVisible()
  await seen(stranger.page.getByText(/Leeks|they\/them/)).toHaveCount(0)
  await noSeriousFault(stranger.page)
  await stranger.page.screenshot({ path: join(pictures, 'private.png') })
  await page.reload()
  await seen(visibility.getByRole('radio', { name: /^Private/ })).toBeChecked()
  expect([...faults(), ...stranger.faults()]).toEqual([])
})
