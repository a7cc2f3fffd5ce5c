import { join } from 'node:path'
import { expect as seen, type Browser } from '@playwright/test'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
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

/** Tries wrong passwords until the server asks for work before it looks at another one. */
async function guess(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) {
    const answer = await fetch(`${server.origin}/api/alles/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'fern', password: `guess number ${turn}` }),
    })
    const { code } = (await answer.json()) as { code: string }
    if (code === 'proof_of_work_required') return
  }
  throw new Error('nobody was slowed down')
}

test('whoever owns an account that others guess at calculates for a moment and is in', async () => {
  const faults: string[] = []
  await guess()
  const page = await openPage(browser, server.origin, { faults })
  onTestFailed(async () => void (await page.screenshot({ path: join(pictures, 'slowed-failed.png') })))
  await page.goto('/login')
  await page.getByRole('textbox', { name: 'Username or e-mail' }).fill('fern')
  await page.getByLabel('Password', { exact: true }).fill(fern.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await seen(page.getByRole('progressbar')).toBeVisible()
  await seen(page.getByText('Many wrong passwords were tried for this name.')).toBeVisible()
  await page.screenshot({ path: join(pictures, 'slowed.png') })
  await noSeriousFault(page)
  await page.waitForURL(/\/channels\//, { timeout: 60_000 })
  await seen(page.getByRole('button', { name: 'Acting as Fern' })).toBeVisible()
  expect(faults).toEqual([])
})
