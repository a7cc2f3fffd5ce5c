import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect as seen, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'
import { readZip, rowsOf } from '@alles/platform/testing'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { launchBrowser, noSeriousFault, noSidewaysScrolling, openPage, pictures } from '../support/browser.ts'
import { invite, makeGuild, signUp, type TestGuild, type TestPerson } from '../support/person.ts'
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
  ] as const)
    await look(member, way, place)
  expect(faults).toEqual([])
})

test('a message sent while the server is away waits, and arrives once when it is back', async () => {
  const faults: string[] = []
  const page = await openPage(browser, server.origin, { faults, person: sage })
  await page.goto(`/channels/${guild.id}/${guild.channel}`)
  const composer = page.getByRole('textbox', { name: /^Message / })
  await seen(composer).toBeVisible()
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
  await page.getByRole('textbox', { name: 'Username' }).fill('sage')
  await page.getByLabel('Password', { exact: true }).fill(sage.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
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
