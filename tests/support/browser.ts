import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'
import { expect } from 'vitest'
import type { TestPerson } from './person.ts'
import { root } from './server.ts'

export const pictures = join(root, 'test-results/pictures')

/** The system's Chromium, without connections of its own. `npm run check` says where it is. */
export async function launchBrowser(): Promise<Browser> {
  await mkdir(pictures, { recursive: true })
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-background-networking', '--disable-component-update', '--no-first-run'],
  })
}

/**
 * A browser of one's own. What must never happen is noted in `faults`: requests to another origin, errors on the page,
 * and anything the content security policy stopped.
 */
export async function openPage(
  browser: Browser,
  origin: string,
  given: { faults: string[]; options?: BrowserContextOptions; person?: TestPerson },
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    baseURL: origin,
    ...given.options,
  })
  const [name = '', value = ''] = given.person?.cookie.split('=') ?? []
  if (given.person) await context.addCookies([{ name, value, url: origin }])
  const page = await context.newPage()
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== origin)
      given.faults.push(`request to ${url.origin}`)
  })
  page.on('pageerror', (error) => given.faults.push(`error on the page: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Trusted/i.test(message.text()))
      given.faults.push(message.text())
  })
  return page
}

/** Nothing is judged half faded in. What moves for ever is not waited for. */
const stillness = `Promise.allSettled(document.getAnimations()
  .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
  .map((one) => one.finished))`

export async function noSeriousFault(page: Page): Promise<void> {
  await page.evaluate(stillness)
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical')
  expect(serious.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`)).toEqual([])
}

/** By how much the window, or a part of it as high as half of it, is wider inside than outside. */
const widestScroll = `Math.max(...[document.documentElement, ...document.querySelectorAll('body *')]
  .filter((one) => one === document.documentElement || (one.clientHeight > innerHeight / 2
    && ['auto', 'scroll'].includes(getComputedStyle(one).overflowX) && one.tagName !== 'PRE'))
  .map((one) => one.scrollWidth - one.clientWidth))`

/** Nothing is wider than the window: nobody has to scroll sideways to read. */
export async function noSidewaysScrolling(page: Page): Promise<void> {
  const beyond = await page.evaluate<number>(widestScroll)
  expect(beyond).toBeLessThanOrEqual(0)
}
