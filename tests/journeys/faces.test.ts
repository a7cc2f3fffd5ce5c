import { join } from 'node:path'
import { expect as seen, type Browser, type Page } from '@playwright/test'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { launchBrowser, noSeriousFault, openPage, pictures } from '../support/browser.ts'
import { invite, makeGuild, signUp, type TestGuild, type TestPerson } from '../support/person.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let browser: Browser
let rowan: TestPerson
let fern: TestPerson
let guild: TestGuild
let place = ''

beforeAll(async () => {
  server = await startServer({ env: { ALLES_ERASURE_GRACE_DAYS: '0' } })
  browser = await launchBrowser()
  rowan = await signUp(server.origin, { username: 'rowan', display_name: 'Rowan' })
  fern = await signUp(server.origin, { username: 'fern', display_name: 'Fern' })
  guild = await makeGuild(rowan, 'Gartenkolonie')
  place = `/channels/${guild.id}/${guild.channel}`
  await invite(rowan, guild, fern)
})

afterAll(async () => {
  await browser?.close()
  await server?.remove()
})

const composer = (page: Page) => page.getByRole('textbox', { name: /^Message / })

async function say(page: Page, words: string): Promise<void> {
  await composer(page).fill(words)
  await composer(page).press('Enter')
}

async function actsAs(page: Page, name: string): Promise<void> {
  await seen(page.getByRole('button', { name: `Acting as ${name}` })).toBeVisible()
}

async function switchTo(page: Page, now: string, next: RegExp): Promise<void> {
  await page.getByRole('button', { name: `Acting as ${now}` }).click()
  await page.getByRole('menuitem', { name: next }).click()
}

/** Who wrote what in the channel, as somebody else sees it. */
async function said(): Promise<Map<string, string>> {
  const all = await rowan.call<{ content: string; author: { username: string } }[]>(
    'GET',
    `/api/v10/channels/${guild.channel}/messages`,
  )
  return new Map(all.map((message) => [message.content, message.author.username]))
}

const writtenBy = (words: string, username: string) =>
  seen.poll(async () => (await said()).get(words), { timeout: 30_000 }).toBe(username)

test('two tabs are two faces, and no message goes out as the wrong one', async () => {
  const faults: string[] = []
  const page = await openPage(browser, server.origin, { faults, person: fern })
  onTestFailed(async () => void (await page.screenshot({ path: join(pictures, 'faces-failed.png') })))
  await page.goto(place)
  await actsAs(page, 'Fern')

  await page.getByRole('button', { name: 'Acting as Fern' }).click()
  await page.getByRole('menuitem', { name: 'Add an account' }).click()
  await page.getByRole('textbox', { name: 'Username' }).fill('moss')
  await page.getByRole('textbox', { name: 'Display name' }).fill('Moss')
  await noSeriousFault(page)
  await page.getByRole('button', { name: 'Add and act as it' }).click()
  await actsAs(page, 'Moss')
  await seen(page.getByRole('heading', { name: 'As Moss you are not in this server' })).toBeVisible()
  const { code } = await rowan.call<{ code: string }>(
    'POST',
    `/api/v10/channels/${guild.channel}/invites`,
    {},
  )
  await page.goto(`/invite/${code}`)
  await page.getByRole('button', { name: /^Join/ }).click()
  await page.waitForURL(new RegExp(place))
  await seen(composer(page)).toHaveAttribute('placeholder', 'Message #general as Moss')
  expect(await page.title()).toContain('Moss')

  // A new tab begins with the face that was switched to last; then it is another one.
  const other = await page.context().newPage()
  await other.goto(place)
  await actsAs(other, 'Moss')
  await composer(other).fill('begun as Moss')
  await switchTo(other, 'Moss', /Fern/)
  await actsAs(other, 'Fern')
  await seen(composer(other)).toHaveValue('')
  await seen(composer(other)).toHaveAttribute('placeholder', 'Message #general as Fern')
  await page.reload()
  await actsAs(page, 'Moss')
  await seen(composer(page)).toHaveValue('begun as Moss')
  await composer(page).fill('')

  await Promise.all([say(page, 'as Moss, in the first tab'), say(other, 'as Fern, in the second tab')])
  await writtenBy('as Moss, in the first tab', 'moss')
  await writtenBy('as Fern, in the second tab', 'fern')
  await other.reload()
  await actsAs(other, 'Fern')
  await say(other, 'still Fern after a reload')
  await writtenBy('still Fern after a reload', 'fern')
  await other.screenshot({ path: join(pictures, 'faces-fern.png') })
  expect(faults).toEqual([])
})

test('a message that waits goes out as the face that wrote it, whichever face is shown by then', async () => {
  const faults: string[] = []
  const page = await openPage(browser, server.origin, { faults, person: fern })
  onTestFailed(async () => void (await page.screenshot({ path: join(pictures, 'faces-failed.png') })))
  await page.goto(place)
  await page.getByRole('button', { name: /^Acting as/ }).click()
  await page.getByRole('menuitem', { name: /Moss/ }).click()
  await actsAs(page, 'Moss')
  const messages = new RegExp(`/channels/${guild.channel}/messages$`)
  await page.route(messages, (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  )
  await say(page, 'written by Moss without a connection')
  await seen(page.getByText('Waits for the connection')).toBeVisible()
  await switchTo(page, 'Moss', /Fern/)
  await actsAs(page, 'Fern')
  await seen(page.getByText('written by Moss without a connection')).toHaveCount(0)
  await page.unroute(messages)
  await say(page, 'written by Fern right after')
  await writtenBy('written by Fern right after', 'fern')
  await writtenBy('written by Moss without a connection', 'moss')
  expect(faults).toEqual([])
})

test('a tab whose face is erased goes on as another one and says so', async () => {
  const faults: string[] = []
  const page = await openPage(browser, server.origin, { faults, person: fern })
  onTestFailed(async () => void (await page.screenshot({ path: join(pictures, 'faces-failed.png') })))
  await page.goto('/settings/accounts')
  await page.getByRole('button', { name: 'Switch to Moss' }).click()
  await actsAs(page, 'Moss')
  const other = await page.context().newPage()
  await other.goto(place)
  await switchTo(other, 'Moss', /Fern/)
  await actsAs(other, 'Fern')

  await page.goto('/settings/privacy')
  await page.getByText('They stay, without you').click()
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await page
    .getByRole('alertdialog', { name: 'Delete @moss?' })
    .getByRole('button', { name: 'Delete it' })
    .click()
  await seen(page.getByText('The account that this tab acted as is no longer there.')).toBeVisible({
    timeout: 30_000,
  })
  await actsAs(page, 'Fern')
  await page.screenshot({ path: join(pictures, 'faces-gone.png') })
  await noSeriousFault(page)
  await actsAs(other, 'Fern')
  await say(other, 'Moss is gone')
  await writtenBy('Moss is gone', 'fern')
  expect(faults).toEqual([])
})
