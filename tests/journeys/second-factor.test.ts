import { join } from 'node:path'
import { expect as seen, type Browser, type Page } from '@playwright/test'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { launchBrowser, noSeriousFault, openPage, pictures } from '../support/browser.ts'
import { linkInMail } from '../support/outbox.ts'
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

const address = 'fern@garden.example'
const period = 30_000

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Acting as Fern' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL(/\/login/)
}

/** As far as the second step. */
async function writePassword(page: Page, password: string): Promise<void> {
  await page.goto('/login')
  await page.getByRole('textbox', { name: 'Username or e-mail' }).fill('fern')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await seen(page.getByRole('heading', { name: 'One more step' })).toBeVisible()
}

async function useRecoveryCode(page: Page, code: string): Promise<void> {
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByRole('textbox', { name: 'Recovery code' }).fill(code)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('an authenticator app and recovery codes guard the account, and two ways lead back in', async () => {
  const faults: string[] = []
  const page = await openPage(browser, server.origin, { faults, person: fern })
  onTestFailed(async () => void (await page.screenshot({ path: join(pictures, 'second-factor-failed.png') })))
  await page.goto('/settings/security')
  await page.getByRole('button', { name: 'Set up an app' }).click()
  await seen(page.getByRole('img', { name: /^QR code/ })).toBeVisible()
  await noSeriousFault(page)
  await page.screenshot({ path: join(pictures, 'totp.png') })
  const secret = (await page.getByLabel('Secret', { exact: true }).innerText()).replaceAll(' ', '')
  const app = new TOTP({ secret, algorithm: 'SHA1', digits: 6, period: 30 })
  await page.getByRole('textbox', { name: 'Code of 6 digits' }).fill('000000')
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await seen(page.getByText('This code is wrong or was used before.')).toBeVisible()
  await page.getByRole('textbox', { name: 'Code of 6 digits' }).fill(app.generate())
  await page.getByRole('button', { name: 'Turn it on' }).click()
  const list = page.getByRole('list', { name: 'Your recovery codes' }).getByRole('listitem')
  await seen(list).toHaveCount(10)
  const codes = await list.allInnerTexts()
  await page.getByRole('checkbox', { name: 'I have kept them' }).check()
  await page.getByRole('button', { name: 'Done' }).click()
  await seen(page.getByText(/Whoever signs in with your password needs a code/)).toBeVisible()

  await page.goto('/settings/email')
  await page.getByRole('button', { name: 'Add an address' }).click()
  await page.getByRole('textbox', { name: 'E-mail' }).fill(address)
  await page.getByRole('button', { name: 'Send me the link' }).click()
  await seen(page.getByText('Waits for you to follow the link')).toBeVisible()
  const stranger = await openPage(browser, server.origin, { faults })
  await stranger.goto(await linkInMail(server, address, '/verify-email'))
  await seen(stranger.getByRole('heading', { name: 'The address is yours' })).toBeVisible()
  expect(stranger.url()).toBe(`${server.origin}/verify-email`)

  await signOut(page)
  await writePassword(page, fern.password)
  await page.getByRole('textbox', { name: 'Code of 6 digits' }).fill('000000')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await seen(page.getByText('This code is wrong or was used before.')).toBeVisible()
  await page.screenshot({ path: join(pictures, 'code-step.png') })
  await useRecoveryCode(page, codes[0] ?? '')
  await page.waitForURL(/\/channels\//)
  await signOut(page)
  await writePassword(page, fern.password)
  await useRecoveryCode(page, codes[0] ?? '')
  await seen(page.getByText('This code is wrong or was used before.')).toBeVisible()

  // Back in by mail: a new password, and the second factor as ever.
  await page.goto('/login')
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await page.getByRole('textbox', { name: 'Username or e-mail' }).fill(address)
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await seen(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible()
  await page.goto(await linkInMail(server, address, '/recover'))
  await page.getByLabel('New password').fill('password')
  await page.getByRole('button', { name: 'Set the password' }).click()
  await seen(page.getByText('This password is among the most leaked ones')).toBeVisible()
  await page.getByLabel('New password').fill('twelve blue watering cans')
  await page.getByRole('button', { name: 'Set the password' }).click()
  await seen(page.getByRole('heading', { name: 'Your password is changed' })).toBeVisible()
  expect(page.url()).toBe(`${server.origin}/recover`)
  await writePassword(page, 'twelve blue watering cans')
  // The next code of the app: the one that turned it on counts once.
  await page
    .getByRole('textbox', { name: 'Code of 6 digits' })
    .fill(app.generate({ timestamp: Date.now() + period }))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(/\/channels\//)

  // Back in without mail, by one of the codes.
  await signOut(page)
  await page.goto('/recover')
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByRole('textbox', { name: 'Username or e-mail' }).fill('fern')
  await page.getByRole('textbox', { name: 'Recovery code' }).fill('wrong-wrong-wrong')
  await page.getByLabel('New password').fill('thirteen red watering cans')
  await page.getByRole('button', { name: 'Set the password' }).click()
  await seen(page.getByText('The username or the recovery code is wrong.')).toBeVisible()
  await page.getByRole('textbox', { name: 'Recovery code' }).fill(codes[1] ?? '')
  await page.getByRole('button', { name: 'Set the password' }).click()
  await seen(page.getByRole('heading', { name: 'Your password is changed' })).toBeVisible()
  await writePassword(page, 'thirteen red watering cans')
  await useRecoveryCode(page, codes[2] ?? '')
  await page.waitForURL(/\/channels\//)
  expect(faults).toEqual([])
})
