import { join } from 'node:path'
import { expect as seen, type Browser, type Page } from '@playwright/test'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { launchBrowser, noSeriousFault, openPage, pictures } from '../support/browser.ts'
import { operate } from '../support/operator.ts'
import { signIn, signUp, type TestPerson } from '../support/person.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let browser: Browser
let maker: TestPerson

beforeAll(async () => {
  server = await startServer({ env: { ALLES_RATE_LIMITS: 'off' } })
  browser = await launchBrowser()
  maker = await signUp(server.origin, { username: 'maker', display_name: 'Maker' })
})

afterAll(async () => {
  await browser?.close()
  await server?.remove()
})

async function open(faults: string[], person?: TestPerson): Promise<Page> {
  const page = await openPage(browser, server.origin, { faults, ...(person && { person }) })
  onTestFailed(async () => void (await page.screenshot({ path: join(pictures, 'failed-developers.png') })))
  return page
}

/** Whether the server takes this secret for the application's. */
async function isGoodSecret(id: string, secret: string): Promise<boolean> {
  const answer = await fetch(`${server.origin}/oidc/introspect`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ token: 'nothing' }),
  })
  return answer.status === 200
}

const me = async (token: string): Promise<number> => {
  const answer = await fetch(`${server.origin}/api/v10/users/@me`, {
    headers: { authorization: `Bot ${token}` },
  })
  return answer.status
}

async function register(page: Page, name: string): Promise<{ id: string; secret: string }> {
  await page.goto('/developers')
  await page.getByRole('link', { name: 'Register an application' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await page.getByRole('textbox', { name: 'Redirect addresses 1' }).fill('http://localhost:8080/callback')
  await page.getByRole('textbox', { name: 'Terms of use' }).fill('https://example.org/terms')
  await page.getByRole('textbox', { name: 'Privacy policy' }).fill('https://example.org/privacy')
  await page.getByRole('button', { name: 'Register', exact: true }).click()
  await seen(page.getByRole('heading', { name: `${name} is registered` })).toBeVisible()
  return {
    id: await page.getByRole('textbox', { name: 'Client id' }).inputValue(),
    secret: await page.getByRole('textbox', { name: 'Client secret' }).inputValue(),
  }
}

test('an application is registered, its secret replaced without an outage, its bot made, paused and deleted, by pages alone', async () => {
  const faults: string[] = []
  const page = await open(faults, maker)
  const { id, secret } = await register(page, 'Seed Swap')
  expect(await isGoodSecret(id, secret)).toBe(true)
  await noSeriousFault(page)
  await page.screenshot({ path: join(pictures, 'registered.png') })
  await page.getByRole('link', { name: 'To its page' }).click()
  await seen(page.getByRole('heading', { name: 'Seed Swap', level: 1 })).toBeVisible()
  await seen(page.getByRole('tabpanel')).toContainText(id)

  await page.getByRole('button', { name: 'Add a secret' }).click()
  const second = await page.getByRole('textbox', { name: 'The new secret' }).inputValue()
  expect([await isGoodSecret(id, secret), await isGoodSecret(id, second)]).toEqual([true, true])
  await seen(page.getByRole('button', { name: 'Add a secret' })).toBeDisabled()
  await page
    .getByRole('button', { name: /^Delete the secret made on/ })
    .first()
    .click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete it' }).click()
  await seen(page.getByText('The only one')).toBeVisible()
  expect([await isGoodSecret(id, secret), await isGoodSecret(id, second)]).toEqual([false, true])
  await page.reload()
  await seen(page.getByRole('heading', { name: 'Seed Swap', level: 1 })).toBeVisible()
  await seen(page.getByText(second)).toHaveCount(0)

  await page.getByRole('button', { name: 'Make a bot' }).click()
  const token = await page.getByRole('textbox', { name: 'Bot token' }).inputValue()
  expect(await me(token)).toBe(200)
  await page.getByRole('button', { name: 'New token' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Make a new token' }).click()
  await seen(page.getByRole('textbox', { name: 'Bot token' })).not.toHaveValue(token)
  expect(await me(token)).toBe(401)

  await page.getByRole('button', { name: 'Pause' }).click()
  await seen(page.getByText('paused', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Let it go on' }).click()
  await seen(page.getByText('works', { exact: true })).toBeVisible()

  await page.getByRole('button', { name: 'Delete the application' }).click()
  const dialog = page.getByRole('alertdialog')
  await seen(dialog).toContainText('Nobody can undo this')
  await page.screenshot({ path: join(pictures, 'delete-application.png') })
  await dialog.getByRole('button', { name: 'Delete it' }).click()
  await seen(page.getByText('None yet')).toBeVisible()
  expect(await isGoodSecret(id, second)).toBe(false)
  expect(faults).toEqual([])
})

test('what is wrong is said at its field, and nothing that was written is lost', async () => {
  const faults: string[] = []
  const page = await open(faults, maker)
  await page.goto('/developers/new')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Tool Shed')
  await page.getByRole('textbox', { name: 'Redirect addresses 1' }).fill('http://example.org/back')
  await page.getByRole('button', { name: 'Register', exact: true }).click()
  await seen(page.getByRole('textbox', { name: 'Redirect addresses 1' })).toBeFocused()
  await seen(page.getByText('An address starts with https://')).toBeVisible()
  await seen(page.getByText('This is needed.')).toHaveCount(2)
  await seen(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Tool Shed')
  await noSeriousFault(page)
  expect(faults).toEqual([])
})

test('an application changes what it says of itself, with a picture that was sent with it', async () => {
  const faults: string[] = []
  const page = await open(faults, maker)
  await register(page, 'Compost')
  await page.getByRole('link', { name: 'To its page' }).click()
  await page.getByRole('textbox', { name: 'Description' }).fill('Turns leaves into soil.')
  await page.getByRole('button', { name: 'Another address' }).first().click()
  await page.getByRole('textbox', { name: 'Redirect addresses 2' }).fill('https://compost.example/back')
  await page.getByRole('button', { name: 'Save' }).click()
  await seen(page.getByText('Saved.')).toBeVisible()
  const chooser = page.locator('input[type=file]')
  const file = (bytes: Buffer) => ({ name: 'logo.png', mimeType: 'image/png', buffer: bytes })
  await chooser.setInputFiles(file(Buffer.from('no picture at all')))
  await seen(page.getByRole('alert')).toContainText('not a picture we can read')
  await chooser.setInputFiles(file(Buffer.from(picture, 'base64')))
  const logo = page.locator('img[src^="/media/app-icons/"]').first()
  await seen(logo).toBeVisible()
  await seen
    .poll(() => logo.evaluate((image: { naturalWidth: number }) => image.naturalWidth))
    .toBeGreaterThan(0)
  await page.goto('/developers')
  await page.getByRole('link', { name: /Compost/ }).click()
  await seen(page.getByRole('textbox', { name: 'Redirect addresses 2' })).toHaveValue(
    'https://compost.example/back',
  )
  await seen(page.getByRole('textbox', { name: 'Description' })).toHaveValue('Turns leaves into soil.')
  expect(faults).toEqual([])
})

/** A red square. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAMAAACdt4HsAAAAA1BMVEXEH0iEgcR6AAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAG0lEQVRYw+3BgQAAAADDoPlT3+AEVQEAAAB8AxBAAAEZszF2AAAAAElFTkSuQmCC'

test('an administrator stops an application by its number, its owner sees it, and it goes on', async () => {
  const faults: string[] = []
  const page = await open(faults, maker)
  const { id } = await register(page, 'Slugs')
  const person = await signUp(server.origin, { username: 'gatekeeper' })
  await operate(server.directory, ['admin', 'grant', 'gatekeeper'])
  const admin = await open(faults, await signIn(person))
  await admin.goto('/developers')
  await admin.getByRole('textbox', { name: 'Number of the application' }).fill(id)
  await admin.getByRole('button', { name: 'Find it' }).click()
  await admin.getByRole('button', { name: 'Stop it' }).click()
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Stop it' }).click()
  await seen(admin.getByText('Stopped.')).toBeVisible()
  await page.goto(`/developers/applications/${id}`)
  await seen(page.getByText('stopped by an administrator')).toBeVisible()
  await admin.getByRole('button', { name: 'Let it go on' }).click()
  await seen(admin.getByText('It works again.')).toBeVisible()
  await page.reload()
  await seen(page.getByText('works', { exact: true })).toBeVisible()
  expect(faults).toEqual([])
})

test('whoever is not signed in reads what it is, and is led to the sign-in', async () => {
  const faults: string[] = []
  const page = await open(faults)
  await page.goto('/developers')
  await seen(page.getByRole('textbox', { name: 'Discovery address' })).toHaveValue(
    `${server.origin}/.well-known/openid-configuration`,
  )
  for (const library of ['openid-client', 'Auth.js', 'Passport']) {
    await page.getByRole('tab', { name: library }).click()
    await seen(page.getByRole('tabpanel')).toContainText(server.origin)
  }
  await seen(page.getByRole('link', { name: /OpenAPI/ })).toHaveAttribute('href', '/api/openapi.json')
  await noSeriousFault(page)
  await page.getByRole('link', { name: 'Sign in to register one' }).click()
  await page.waitForURL(/\/login\?next=%2Fdevelopers/)
  expect(faults).toEqual([])
})
