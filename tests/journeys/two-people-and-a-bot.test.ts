import { join } from 'node:path'
import { expect as seen, type Browser, type Page } from '@playwright/test'
import { Events, type Client } from 'discord.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBot } from '../support/bot.ts'
import { launchBrowser, noSeriousFault, openPage, pictures } from '../support/browser.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let browser: Browser
let bot: Client<true> | undefined

beforeAll(async () => {
  server = await startServer()
  browser = await launchBrowser()
})

afterAll(async () => {
  await bot?.destroy()
  await browser?.close()
  await server?.remove()
})

async function register(page: Page, username: string, displayName: string): Promise<void> {
  await page.goto(`${server.origin}/register`)
  await page.getByRole('textbox', { name: 'Username' }).fill(username)
  await page.getByRole('textbox', { name: 'Display name' }).fill(displayName)
  await page.getByLabel('Password', { exact: true }).fill('eleven green watering cans')
  await page.getByLabel('Age').fill('34')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.waitForURL(/\/channels\/@me/)
}

async function say(page: Page, words: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: /^Message / })
  await composer.fill(words)
  await composer.press('Enter')
  await seen(page.getByText(words).first()).toBeVisible()
}

test('two people sign up, one makes a server and invites the other, they talk, and a stock bot answers', async () => {
  const faults: string[] = []
  const rowan = await openPage(browser, server.origin, { faults })
  const sage = await openPage(browser, server.origin, { faults, options: { colorScheme: 'dark' } })
  await rowan.goto(`${server.origin}/register`)
  await noSeriousFault(rowan)
  await rowan.screenshot({ path: join(pictures, 'register.png') })
  await register(rowan, 'rowan', 'Rowan')
  await rowan.screenshot({ path: join(pictures, 'empty.png') })

  await rowan.getByRole('button', { name: 'Create a server' }).first().click()
  await rowan.getByRole('textbox', { name: 'Server name' }).fill('Gartenkolonie')
  await rowan.getByRole('button', { name: 'Create', exact: true }).click()
  await rowan.waitForURL(/\/channels\/\d+\/\d+/)
  await rowan.getByRole('button', { name: 'Invite people' }).first().click()
  const link = await rowan.getByRole('textbox', { name: 'Invite link' }).inputValue()
  await rowan.keyboard.press('Escape')

  await register(sage, 'sage', 'Sage')
  await sage.goto(link)
  await sage.getByRole('button', { name: /^Join/ }).click()
  await sage.waitForURL(/\/channels\/\d+\/\d+/)

  await say(rowan, 'The water is off from Monday.')
  await seen(sage.getByText('The water is off from Monday.')).toBeVisible()
  await sage.getByRole('textbox', { name: /^Message / }).pressSequentially('That saved')
  await seen(rowan.getByText(/Sage is (typing|writing)/)).toBeVisible()
  await sage.getByRole('textbox', { name: /^Message / }).fill('')
  await say(sage, 'Then I fill the cans on Sunday.')
  await seen(rowan.getByText('Then I fill the cans on Sunday.')).toBeVisible()

  bot = await startBot(server.origin, await addBotFrom(rowan))
  bot.on(Events.MessageCreate, (message) => {
    if (message.content === 'Is there frost tonight?') void message.reply('Minus two. Cover the figs.')
  })
  await say(sage, 'Is there frost tonight?')
  for (const page of [rowan, sage]) await seen(page.getByText('Minus two. Cover the figs.')).toBeVisible()

  for (const [name, page] of Object.entries({ rowan, sage })) {
    await page.screenshot({ path: join(pictures, `talk-${name}.png`) })
    await page.setViewportSize({ width: 390, height: 844 })
    await page.screenshot({ path: join(pictures, `talk-${name}-phone.png`) })
    await noSeriousFault(page)
  }
  expect(faults).toEqual([])
})

/** What the developer pages will do by hand: an application, its bot, and the bot in the guild. */
async function addBotFrom(page: Page): Promise<string> {
  const guild = /channels\/(\d+)/.exec(page.url())?.[1] ?? ''
  return page.evaluate(async (guildId) => {
    const post = async <T>(path: string, body: unknown): Promise<T> => {
      const answer = await fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
      return (await answer.json()) as T
    }
    const { application } = await post<{ application: { id: string } }>('/api/alles/applications', {
      name: 'Wetterbot',
      redirect_uris: [],
      terms_url: 'https://example.org/terms',
      privacy_url: 'https://example.org/privacy',
    })
    const { token } = await post<{ token: string }>(`/api/alles/applications/${application.id}/bot`, {})
    await post(`/api/v10/oauth2/authorize?client_id=${application.id}&scope=bot&permissions=3072`, {
      guild_id: guildId,
      permissions: '3072',
      authorize: true,
    })
    return token
  }, guild)
}
