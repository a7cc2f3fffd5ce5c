import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect as seen, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'
import { readZip, rowsOf } from '@alles/platform/testing'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { launchBrowser, noSeriousFault, noSidewaysScrolling, openPage, pictures } from '../support/browser.ts'
import { operate } from '../support/operator.ts'
import { invite, makeGuild, signUp, type TestGuild, type TestPerson } from '../support/person.ts'
import { openRelyingParty } from '../support/relying-party.ts'
import { pause, startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let browser: Browser
let rowan: TestPerson
let sage: TestPerson
let guild: TestGuild
let code = ''

beforeAll(async () => {
  server = await startServer({
    env: { ALLES_RATE_LIMITS: 'off', ALLES_EXPORT_DELAY_HOURS: '0', ALLES_ERASURE_GRACE_DAYS: '0' },
  })
  browser = await launchBrowser()
  rowan = await signUp(server.origin, { username: 'rowan', display_name: 'Rowan' })
  sage = await signUp(server.origin, { username: 'sage', display_name: 'Sage' })
  guild = await makeGuild(rowan, 'Gartenkolonie')
  await invite(rowan, guild, sage)
  await operate(server.directory, ['admin', 'grant', 'rowan'])
  await rowan.call('PATCH', '/api/alles/accounts/@me', {
    bio: 'Leeks, mostly.',
    pronouns: 'they/them',
    color: 0x2a7f62,
  })
  await rowan.call('POST', '/api/alles/accounts/secondary', { username: 'moss', display_name: 'Moss' })
  await sage.call('PATCH', '/api/alles/accounts/@me', { public: false })
  await rowan.call('POST', '/api/alles/registration/invitations', {
    note: 'For the neighbours',
    uses: 5,
    days: 7,
  })
  code = (await rowan.call<{ code: string }>('POST', `/api/v10/channels/${guild.channel}/invites`, {})).code
  for (let turn = 0; turn < 70; turn += 1)
    await (turn % 3 === 0 ? sage : rowan).call('POST', `/api/v10/channels/${guild.channel}/messages`, {
      content: `Line ${turn}: the **leeks** need water, a ${'very'.repeat(30)} long word and https://example.org/${'path/'.repeat(20)}`,
    })
})

afterAll(async () => {
  await browser?.close()
  await server?.remove()
})

const ways: [string, BrowserContextOptions][] = [
  ['light-wide', { colorScheme: 'light', locale: 'en-GB' }],
  ['dark-wide-german', { colorScheme: 'dark', locale: 'de-DE' }],
  ['light-phone-german', { colorScheme: 'light', locale: 'de-DE', viewport: { width: 390, height: 844 } }],
  ['dark-phone', { colorScheme: 'dark', locale: 'en-GB', viewport: { width: 390, height: 844 } }],
]

async function look(page: Page, way: string, [name, path]: readonly [string, string]): Promise<void> {
  await page.goto(path)
  await seen(page.getByRole('heading').first()).toBeVisible()
  await seen(page.locator('[data-waiting]')).toHaveCount(0, { timeout: 15_000 })
  await page.screenshot({ path: join(pictures, `${way}-${name}.png`) })
  await noSidewaysScrolling(page)
  await noSeriousFault(page)
}

test.each(ways)('every page reads well and is accessible: %s', async (way, options) => {
  const faults: string[] = []
  const stranger = await openPage(browser, server.origin, { faults, options })
  for (const place of [
    ['login', '/login'],
    ['register', '/register'],
    ['recover', '/recover'],
    ['recover-link', '/recover#nothing-here'],
    ['verify-email', '/verify-email#nothing-here'],
    ['verify-email-again', '/verify-email'],
    ['profile-public', '/@rowan'],
    ['profile-private', '/@sage'],
    ['profile-of-nobody', '/@nobody'],
    ['invite', `/invite/${code}`],
    ['invite-gone', '/invite/nothing-here'],
    ['nowhere', '/nothing/here'],
  ] as const)
    await look(stranger, way, place)
  const member = await openPage(browser, server.origin, { faults, options, person: rowan })
  for (const place of [
    ['home', '/channels/@me'],
    ['channel', `/channels/${guild.id}/${guild.channel}`],
    ['profile', '/settings/profile'],
    ['privacy', '/settings/privacy'],
    ['username', '/settings/username'],
    ['accounts', '/settings/accounts'],
    ['security', '/settings/security'],
    ['email', '/settings/email'],
    ['language', '/settings/language'],
    ['instance', '/settings/instance'],
  ] as const)
    await look(member, way, place)
  expect(faults).toEqual([])
})

test.each(ways)('every page about applications reads well and is accessible: %s', async (way, options) => {
  const faults: string[] = []
  const party = await openRelyingParty(rowan, `Seed Swap ${way}`)
  const stranger = await openPage(browser, server.origin, { faults, options })
  for (const place of [
    ['portal', '/developers'],
    ['sign-in-error', '/sign-in-with/error?error=invalid_redirect_uri'],
    ['sign-in-over', '/sign-in-with/nothing-like-it'],
  ] as const)
    await look(stranger, way, place)
  const member = await openPage(browser, server.origin, { faults, options, person: rowan })
  for (const place of [
    ['connections-empty', '/settings/connections'],
    ['portal-own', '/developers'],
    ['application-new', '/developers/new'],
    ['application', `/developers/applications/${party.id}`],
    ['application-gone', '/developers/applications/1'],
    ['device', '/device#WDJB-MJHT'],
    ['consent', party.start({ scope: 'openid profile offline_access', prompt: 'consent' })],
  ] as const)
    await look(member, way, place)
  await member.getByRole('radio').first().check()
  await member.locator('main button[class*=primary]').click()
  await member.waitForURL(`${party.origin}/callback?*`)
  await look(member, way, ['connections', '/settings/connections'])
  await rowan.call('DELETE', `/api/alles/connections/${party.id}`)
  await party.close()
  expect(faults.filter((fault) => !fault.endsWith(party.origin))).toEqual([])
})

test.each(ways)(
  'whoever opens an account is asked what this instance wants to know: %s',
  async (way, options) => {
    const faults: string[] = []
    const page = await openPage(browser, server.origin, { faults, options })
    for (const mode of ['approval', 'invite', 'closed'] as const) {
      await rowan.call('PATCH', '/api/alles/registration', { mode })
      await look(page, way, [`register-${mode}`, `/register?invitation=${mode}`])
      await seen(page.locator('form')).toHaveCount(mode === 'closed' ? 0 : 1)
    }
    await rowan.call('PATCH', '/api/alles/registration', { mode: 'open' })
    expect(faults).toEqual([])
  },
)

test.each(ways)('what opens above the pages reads well and is accessible: %s', async (way, options) => {
  const faults: string[] = []
  const page = await openPage(browser, server.origin, { faults, options, person: rowan })
  const german = options.locale === 'de-DE'
  const press = (english: string, deutsch: string) =>
    page.getByRole('button', { name: german ? deutsch : english }).click()
  const opened = async (name: string) => {
    await seen(page.getByRole('dialog').last()).toBeVisible()
    await page.screenshot({ path: join(pictures, `${way}-${name}.png`), animations: 'disabled' })
    await noSidewaysScrolling(page)
    await noSeriousFault(page)
  }
  await page.goto('/settings/accounts')
  await press('Add an account', 'Konto hinzufügen')
  await opened('add-account')
  await page.goto('/settings/security')
  await press('Set up an app', 'App einrichten')
  await opened('set-up-app')
  await page.goto('/settings/email')
  await press('Add an address', 'Adresse hinzufügen')
  await opened('add-address')
  await page.goto('/settings/instance')
  await press('Make an invitation', 'Eine Einladung machen')
  await opened('make-invitation')
  await page.goto(`/channels/${guild.id}/${guild.channel}`)
  if (options.viewport) await press('Places and channels', 'Orte und Kanäle')
  await press('Acting as Rowan', 'Du handelst als Rowan')
  await seen(page.getByRole('menuitem', { name: /Moss/ })).toBeVisible()
  await opened('account-menu')
  expect(faults).toEqual([])
})

test('a page whose answer does not come says so, and tries again when asked', async () => {
  const faults: string[] = []
  const page = await openPage(browser, server.origin, { faults, person: rowan })
  for (const [path, call] of [
    ['/settings/security', '**/api/alles/security'],
    ['/settings/email', '**/api/alles/contact'],
    ['/settings/accounts', '**/api/alles/registration'],
    ['/settings/instance', '**/api/alles/registration/invitations'],
    ['/@rowan', '**/api/alles/profiles/rowan'],
    ['/settings/connections', '**/api/alles/connections'],
    ['/developers', '**/api/alles/applications'],
    ['/developers', '**/.well-known/openid-configuration'],
  ] as const) {
    await page.route(call, (route) => route.abort())
    await page.goto(path)
    await seen(page.getByText('The server cannot be reached right now.').first()).toBeVisible()
    await noSeriousFault(page)
    await page.unroute(call)
    await page.getByRole('button', { name: 'Try again' }).first().click()
    await seen(page.getByText('The server cannot be reached right now.')).toHaveCount(0)
  }
  expect(faults).toEqual([])
})

test('a message sent while the server is away waits, and arrives once when it is back', async () => {
  const faults: string[] = []
  const page = await openPage(browser, server.origin, { faults, person: sage })
  await page.goto(`/channels/${guild.id}/${guild.channel}`)
  const composer = page.getByRole('textbox', { name: /^Message / })
  await seen(composer).toBeVisible()
  await seen(page.getByText('Line 69').first()).toBeVisible()
  await server.kill()
  await composer.fill('written into the void')
  await composer.press('Enter')
  await seen(page.getByText('written into the void').first()).toBeVisible()
  await pause(1000)
  server = await server.restart()
  const arrived = async () => {
    const all = await rowan.call<{ content: string }[]>('GET', `/api/v10/channels/${guild.channel}/messages`)
    return all.filter((message) => message.content === 'written into the void').length
  }
  await seen.poll(arrived, { timeout: 40_000 }).toBe(1)
  await pause(1500)
  expect(await arrived()).toBe(1)
})

test('a person takes their data along and then deletes their account, by the pages alone', async () => {
  const faults: string[] = []
  const page = await openPage(browser, server.origin, { faults })
  onTestFailed(async () => void (await page.screenshot({ path: join(pictures, 'failed.png') })))
  await page.goto('/login')
  await page.getByRole('textbox', { name: 'Username or e-mail' }).fill('sage')
  await page.getByLabel('Password', { exact: true }).fill(sage.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(/\/channels\//)
  await page.goto('/settings/privacy')
  await page.getByRole('button', { name: 'Ask for my data' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download' }).click()
  const files = await readZip(await readFile(await (await download).path()))
  expect(rowsOf(files, 'accounts/accounts.ndjson')).toMatchObject([{ username: 'sage' }])
  expect(rowsOf(files, 'chat/messages.ndjson').length).toBeGreaterThan(20)

  await page.getByText('They stay, without you').click()
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /Delete/ })
    .click()
  await page.waitForURL(/\/login/, { timeout: 30_000 })
  const authors = async () => {
    const all = await rowan.call<{ author: { username: string } }[]>(
      'GET',
      `/api/v10/channels/${guild.channel}/messages`,
    )
    return new Set(all.map((message) => message.author.username))
  }
  await seen.poll(authors, { timeout: 30_000 }).toEqual(new Set(['rowan', '[deleted user]']))
  expect(faults).toEqual([])
})
