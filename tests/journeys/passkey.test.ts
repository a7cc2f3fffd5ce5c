import { join } from 'node:path'
import { expect as seen, type Browser, type Page } from '@playwright/test'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { addAuthenticator } from '../support/authenticator.ts'
import { launchBrowser, noSeriousFault, openPage, pictures } from '../support/browser.ts'
import { signUp, type TestPerson } from '../support/person.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let browser: Browser
let fern: TestPerson

beforeAll(async () => {
  server = await startServer()
  browser = await launchBrowser()
  fern = await signUp(server.origin, { username: 'fern', display_name: 'Fern' })
})

afterAll(async () => {
  await browser?.close()
  await server?.remove()
})

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Acting as Fern' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL(/\/login/)
}

test('a passkey is made in the settings, opens the account alone, and takes the place of the password', async () => {
  const faults: string[] = []
  const page = await openPage(browser, server.origin, { faults, person: fern })
  onTestFailed(async () => void (await page.screenshot({ path: join(pictures, 'passkey-failed.png') })))
  const authenticator = await addAuthenticator(page)
  await page.goto('/settings/security')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  const codes = page.getByRole('list', { name: 'Your recovery codes' })
  await seen(codes.getByRole('listitem')).toHaveCount(10)
  await noSeriousFault(page)
  // They are shown this once: the dialog does not go before they are kept.
  await page.getByRole('button', { name: 'Close' }).click()
  await seen(page.getByText('They are gone when this closes.')).toBeVisible()
  await page.getByRole('checkbox', { name: 'I have kept them' }).check()
  await page.getByRole('button', { name: 'Done' }).click()
  expect(await authenticator.count()).toBe(1)

  await page.getByRole('button', { name: 'Rename the passkey Passkey' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Garden laptop')
  await page.getByRole('button', { name: 'Save' }).click()
  await seen(page.getByText('Garden laptop')).toBeVisible()
  await page.screenshot({ path: join(pictures, 'passkey-settings.png') })

  await authenticator.present(false)
  await signOut(page)
  await seen(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeVisible()
  await authenticator.present(true)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.waitForURL(/\/channels\//)
  await seen(page.getByRole('button', { name: 'Acting as Fern' })).toBeVisible()

  await page.goto('/settings/security')
  await page.getByRole('button', { name: 'Remove the password' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove it' }).click()
  await seen(page.getByText('You have none: only your passkeys open your account.')).toBeVisible()
  // The last way in stays.
  await page.getByRole('button', { name: 'Remove the passkey Garden laptop' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove it' }).click()
  await seen(page.getByText('This is the only way into your account.')).toBeVisible()
  await page.getByRole('button', { name: 'Keep it' }).click()

  // Signed out, the browser offers the passkey in the field for the name, and that is enough.
  await authenticator.present(false)
  await signOut(page)
  await page.getByRole('textbox', { name: 'Username or e-mail' }).fill('fern')
  await page.getByLabel('Password', { exact: true }).fill(fern.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await seen(page.getByText('The name or the password is wrong.')).toBeVisible()
  await page.screenshot({ path: join(pictures, 'login-refused.png') })
  await authenticator.present(true)
  await page.reload()
  await page.waitForURL(/\/channels\//)
  expect(faults).toEqual([])
})
