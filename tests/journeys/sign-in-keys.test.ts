import { expect as seen, type Browser, type Page } from '@playwright/test'
import * as client from 'openid-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, openPage } from '../support/browser.ts'
import { signUp, type TestPerson } from '../support/person.ts'
import { openRelyingParty, type RelyingParty } from '../support/relying-party.ts'
import { startServer, type TestServer } from '../support/server.ts'

/* Signing in with Alles, by keyboard alone. */

let server: TestServer
let browser: Browser
let fern: TestPerson
let seeds: RelyingParty

beforeAll(async () => {
  server = await startServer({ env: { ALLES_RATE_LIMITS: 'off' } })
  browser = await launchBrowser()
  seeds = await openRelyingParty(await signUp(server.origin, { username: 'maker' }), 'Seed Swap')
  fern = await signUp(server.origin, { username: 'fern', display_name: 'Fern' })
  await fern.call('POST', '/api/alles/accounts/secondary', { username: 'moss', display_name: 'Moss' })
})

afterAll(async () => {
  await browser?.close()
  await seeds?.close()
  await server?.remove()
})

/** What has the focus: its role or element, and its words. */
const focused = (page: Page) =>
  page.evaluate<string>(`(() => {
    const at = document.activeElement
    return at.tagName + ' ' + (at.ariaLabel ?? at.closest('label')?.textContent ?? at.textContent)
  })()`)

/** Goes on with Tab until what has the focus is this. */
async function tabTo(page: Page, words: RegExp): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    if (words.test(await focused(page))) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`never at ${words}: ${await focused(page)}`)
}

test('an account, what it gives, and the decision', async () => {
  const page = await openPage(browser, server.origin, { faults: [], person: fern })
  await page.goto(seeds.start({ scope: 'openid profile' }))
  await seen(page.getByRole('radio')).toHaveCount(2)
  await tabTo(page, /^INPUT.*Fern/)
  await page.keyboard.press('ArrowDown')
  await seen(page.getByRole('radio', { name: /^Moss/ })).toBeChecked()
  await tabTo(page, /^INPUT See your public account/)
  await page.keyboard.press('Space')
  await seen(page.getByText('Seed Swap will not know who you are')).toBeVisible()
  await tabTo(page, /^BUTTON Allow as Moss/)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${seeds.origin}/callback?*`)
  expect(seeds.tokens().sub).not.toBe('')
})

test('a device: each step begins where the last one ended', async () => {
  const page = await openPage(browser, server.origin, { faults: [], person: fern })
  const asked = await client.initiateDeviceAuthorization(seeds.config, { scope: 'openid' })
  await page.goto(asked.verification_uri)
  await seen(page.getByRole('textbox', { name: 'Code' })).toBeFocused()
  await page.keyboard.type(asked.user_code)
  await page.keyboard.press('Enter')
  await seen(page.getByRole('heading', { name: 'Connect Seed Swap on a device' })).toBeFocused()
  await tabTo(page, /^INPUT.*Moss/)
  await page.keyboard.press('ArrowUp')
  await tabTo(page, /^BUTTON Allow as Fern/)
  await page.keyboard.press('Enter')
  await seen(page.getByRole('heading', { name: 'The device is connected' })).toBeFocused()
})
