import { join } from 'node:path'
import { expect as seen, type Browser } from '@playwright/test'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { launchBrowser, noSeriousFault, openPage, pictures } from '../support/browser.ts'
import { invite, makeGuild, signUp, type TestGuild, type TestPerson } from '../support/person.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let browser: Browser
let rowan: TestPerson
let fern: TestPerson
let guild: TestGuild

beforeAll(async () => {
  server = await startServer()
  browser = await launchBrowser()
  rowan = await signUp(server.origin, { username: 'rowan', display_name: 'Rowan' })
  fern = await signUp(server.origin, { username: 'fern', display_name: 'Fern' })
  guild = await makeGuild(rowan, 'Gartenkolonie')
  await invite(rowan, guild, fern)
  await fern.call('POST', `/api/v10/channels/${guild.channel}/messages`, { content: 'Look at my leeks.' })
})

afterAll(async () => {
  await browser?.close()
  await server?.remove()
})

test('an avatar is chosen, arrives, and is seen by somebody else at once', async () => {
  const faults: string[] = []
  const other = await openPage(browser, server.origin, { faults, person: rowan })
  await other.goto(`/channels/${guild.id}/${guild.channel}`)
  await seen(other.getByText('Look at my leeks.')).toBeVisible()
  const page = await openPage(browser, server.origin, { faults, person: fern })
  onTestFailed(async () => void (await page.screenshot({ path: join(pictures, 'pictures-failed.png') })))
  await page.goto('/settings/profile')
  const avatar = page.getByRole('group', { name: 'Avatar' })
  const file = avatar.locator('input[type=file]')
  await file.setInputFiles({ name: 'leek.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') })
  await seen(avatar.getByText('This file is not a picture we can read.')).toBeVisible()
  // A picture of the page itself is as good as any.
  await file.setInputFiles({ name: 'leek.png', mimeType: 'image/png', buffer: await page.screenshot() })
  await seen(avatar.locator(`img[src^="/media/avatars/${fern.id}/"]`)).toBeVisible({ timeout: 20_000 })
  await seen(avatar.getByRole('button', { name: 'Take it away' })).toBeVisible()
  await noSeriousFault(page)

  const shown = other.locator(`article img[src^="/media/avatars/${fern.id}/"]`)
  await seen(shown).toBeVisible({ timeout: 20_000 })
  await seen
    .poll(() => other.evaluate<number>("document.querySelector('article img').naturalWidth"))
    .toBeGreaterThan(0)
  await other.screenshot({ path: join(pictures, 'pictures-seen.png') })

  await avatar.getByRole('button', { name: 'Take it away' }).click()
  await seen(shown).toHaveCount(0, { timeout: 20_000 })
  expect(faults).toEqual([])
})
