import { join } from 'node:path'
import { expect as seen, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { launchBrowser, noSeriousFault, openPage, pictures } from '../support/browser.ts'
import { operate } from '../support/operator.ts'
import { linkInMail, mailTo } from '../support/outbox.ts'
import { signUp, type TestPerson } from '../support/person.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let browser: Browser
let rowan: TestPerson
const faults: string[] = []

beforeAll(async () => {
  server = await startServer()
  browser = await launchBrowser()
  rowan = await signUp(server.origin, { username: 'rowan', display_name: 'Rowan' })
  await operate(server.directory, ['admin', 'grant', 'rowan'])
})

afterAll(async () => {
  await browser?.close()
  await server?.remove()
})

const password = 'eleven green watering cans'

async function open(name: string, person?: TestPerson, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await openPage(browser, server.origin, { faults, options, ...(person && { person }) })
  onTestFailed(async () => void (await page.screenshot({ path: join(pictures, `${name}-failed.png`) })))
  return page
}

/** The administrator says who may join. */
async function choose(page: Page, option: string): Promise<void> {
  await page.goto('/settings/instance')
  const choices = page.getByRole('radiogroup', { name: 'Who may join' })
  const choice = choices.getByRole('radio', { name: new RegExp(`^${option}`) })
  await choice.click()
  await seen(choice).toBeChecked()
  await page.reload()
  await seen(choice).toBeChecked()
}

/** Fills in the form that is open and sends it off. */
async function fillIn(page: Page, username: string, fields: Readonly<Record<string, string>> = {}) {
  await page.getByRole('textbox', { name: 'Username' }).fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByLabel('Age').fill('34')
  for (const [name, value] of Object.entries(fields)) await page.getByRole('textbox', { name }).fill(value)
  await page.getByRole('checkbox', { name: 'I am not a robot' }).check()
  await page
    .locator('form')
    .getByRole('button', { name: /account$/ })
    .click()
}

async function apply(page: Page, username: string, fields: Readonly<Record<string, string>>) {
  await page.goto('/register')
  await fillIn(page, username, fields)
  await seen(page.getByRole('heading', { name: 'Now somebody decides' })).toBeVisible()
}

async function signIn(page: Page, username: string): Promise<void> {
  await page.goto('/login')
  await page.getByRole('textbox', { name: 'Username or e-mail' }).fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

const isIn = async (page: Page, name: string) => {
  await page.waitForURL(/\/channels\//)
  await seen(page.getByRole('button', { name: `Acting as ${name}` })).toBeVisible()
}

test('where an administrator decides, one is let in and told so, and another is refused and leaves a free name', async () => {
  const chief = await open('administrator', rowan)
  await choose(chief, 'Whoever you let in')
  await seen(chief.getByText('Nobody waits.')).toBeVisible()

  const alto = await open('applicant')
  await apply(alto, 'alto', { 'About you': 'I sing alto.', 'E-mail': 'alto@choir.example' })
  await seen(alto.getByText(/Follow the link in it/)).toBeVisible()
  await noSeriousFault(alto)
  await alto.screenshot({ path: join(pictures, 'waiting.png') })
  const bass = await open('other-applicant')
  await apply(bass, 'bass', { 'About you': 'I sing bass.', 'E-mail': 'bass@choir.example' })
  await apply(await open('third-applicant'), 'tenor', {})

  // A mail that did not arrive is sent again: from this page, or later by name alone.
  const lost = await linkInMail(server, 'alto@choir.example', '/verify-email')
  await alto.getByRole('button', { name: 'Send the mail again' }).click()
  await seen(alto.getByText('Another mail is on its way.')).toBeVisible()
  const again = async () => (await linkInMail(server, 'alto@choir.example', '/verify-email')) === lost
  await expect.poll(again, { timeout: 20_000 }).toBe(false)
  const second = await linkInMail(server, 'alto@choir.example', '/verify-email')
  await signIn(alto, 'alto')
  await alto.getByRole('link', { name: /^Send the mail with the link/ }).click()
  await alto.getByRole('textbox', { name: 'Username' }).fill('alto')
  await alto.getByRole('button', { name: 'Send the mail again' }).click()
  await seen(alto.getByText(/^If an address of this account waits/)).toBeVisible()
  await noSeriousFault(alto)
  const third = async () => (await linkInMail(server, 'alto@choir.example', '/verify-email')) === second
  await expect.poll(third, { timeout: 20_000 }).toBe(false)

  // The address is proved while its owner waits, or nobody could be told anything.
  for (const [page, address] of [
    [alto, 'alto@choir.example'],
    [bass, 'bass@choir.example'],
  ] as const) {
    await page.goto(await linkInMail(server, address, '/verify-email'))
    await seen(page.getByRole('heading', { name: 'The address is yours' })).toBeVisible()
  }
  await signIn(alto, 'alto')
  await seen(alto.getByText('An administrator has not decided yet')).toBeVisible()

  await chief.reload()
  await seen(chief.getByText('I sing alto.')).toBeVisible()
  await seen(chief.getByText('I sing bass.')).toBeVisible()
  await chief.screenshot({ path: join(pictures, 'applicants.png') })
  await noSeriousFault(chief)
  await chief.getByRole('button', { name: 'Let in @alto' }).click()
  await seen(chief.getByText('I sing alto.')).toHaveCount(0)
  await chief.getByRole('button', { name: 'Refuse @bass' }).click()
  const asked = chief.getByRole('alertdialog', { name: 'Refuse @bass?' })
  await seen(asked).toBeVisible()
  await noSeriousFault(chief)
  await asked.getByRole('button', { name: 'Refuse' }).click()
  await seen(chief.getByText('I sing bass.')).toHaveCount(0)
  await chief.reload()
  await seen(chief.getByRole('button', { name: 'Let in @tenor' })).toBeVisible()
  await seen(chief.getByRole('button', { name: /^Refuse @(alto|bass)$/ })).toHaveCount(0)

  const welcome = await mailTo(server, 'alto@choir.example', 'Welcome: your account is ready')
  expect(welcome).toContain(`${server.origin}/login`)
  await alto.goto(`${server.origin}/login`)
  await signIn(alto, 'alto')
  await isIn(alto, 'alto')

  await mailTo(server, 'bass@choir.example', 'About your request for an account')
  await signIn(bass, 'bass')
  await seen(bass.getByText('The name or the password is wrong.')).toBeVisible()
  await choose(chief, 'Anybody')
  await bass.goto('/register')
  await fillIn(bass, 'bass')
  await isIn(bass, 'bass')
  expect(faults).toEqual([])
})

test('an invitation lets in as many as it says, and nobody once it is taken back', async () => {
  const permissions = ['clipboard-read', 'clipboard-write']
  const chief = await open('inviter', rowan, { permissions })
  await choose(chief, 'Whoever is invited')
  await seen(chief.getByText('There are none that can be used.')).toBeVisible()

  async function makeInvitation(note: string): Promise<string> {
    await chief.getByRole('button', { name: 'Make an invitation' }).click()
    const dialog = chief.getByRole('dialog', { name: 'Make an invitation' })
    await dialog.getByRole('textbox', { name: 'Note' }).fill(note)
    await dialog.getByRole('button', { name: 'Make it' }).click()
    await chief.getByRole('button', { name: `Copy the link of the invitation ${note}` }).click()
    const item = chief.getByRole('listitem').filter({ hasText: note })
    await seen(item.getByRole('button', { name: 'Copied' })).toBeVisible()
    return chief.evaluate<string>('navigator.clipboard.readText()')
  }
  const forNeighbours = await makeInvitation('For the neighbours')
  const forLater = await makeInvitation('For later')
  expect(new Set([forNeighbours, forLater, `${server.origin}/register`]).size).toBe(3)
  await noSeriousFault(chief)
  await chief.screenshot({ path: join(pictures, 'invitations.png') })

  const guest = await open('guest')
  await guest.goto('/register')
  await fillIn(guest, 'fern')
  await seen(guest.getByText('Write the code.')).toBeVisible()
  await guest.goto(forNeighbours)
  await seen(guest.getByText('It is good.')).toBeVisible()
  const second = await open('second-guest')
  await second.goto(forNeighbours)
  await seen(second.getByText('It is good.')).toBeVisible()
  await fillIn(guest, 'fern', { 'Display name': 'Fern' })
  await isIn(guest, 'Fern')

  // Both had the link open: the one who comes second is refused, and so is whoever opens it now.
  await fillIn(second, 'moss')
  await seen(second.getByText(/invitation/i).first()).toBeVisible()
  await seen(second.getByRole('textbox', { name: 'Invitation' })).toHaveAttribute('aria-invalid', 'true')
  await seen(second.getByRole('textbox', { name: 'Username' })).toHaveValue('moss')
  await second.goto('/login')
  await second.goto(forNeighbours)
  await seen(second.getByText(/This invitation cannot be used/)).toBeVisible()

  await chief.getByRole('button', { name: 'Take back the invitation For later' }).click()
  await seen(chief.getByText('For later')).toHaveCount(0)
  await second.goto(forLater)
  await seen(second.getByText(/This invitation cannot be used/)).toBeVisible()
  await chief.reload()
  await seen(chief.getByText('There are none that can be used.')).toBeVisible()
  expect(faults).toEqual([])
})

test('where nobody may join, the page says so, and a form that was open before leads nowhere', async () => {
  const chief = await open('closer', rowan)
  await choose(chief, 'Anybody')
  const late = await open('late')
  await late.goto('/register')
  await seen(late.getByRole('textbox', { name: 'Username' })).toBeVisible()
  await choose(chief, 'Nobody')
  await fillIn(late, 'late')
  await seen(late.getByRole('alert')).toContainText('New accounts cannot be opened')
  await late.reload()
  await seen(late.getByRole('heading', { name: 'No new accounts' })).toBeVisible()
  await noSeriousFault(late)
  await signIn(late, 'alto')
  await isIn(late, 'alto')
  expect(faults).toEqual([])
})
