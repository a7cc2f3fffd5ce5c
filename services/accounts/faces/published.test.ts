import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { startAccounts, type RunningAccounts } from '../testing/start-accounts.ts'

let running: RunningAccounts
beforeAll(async () => {
  running = await startAccounts()
})
afterAll(() => running.stop())

const as = (id: string) => ({ headers: { 'alles-account': id } })

test('nothing that is published names two accounts of one person', async () => {
  const published = vi.spyOn(running.parts.bus, 'publish')
  onTestFinished(() => published.mockRestore())
  const browser = running.browser()
  const account = await browser.registered('one_face')
  const made = await browser.send('POST', '/accounts/secondary', { body: { username: 'other_face' } })
  const mask = made.body.account as { id: string }
  const switchTo = (id: string) => browser.send('POST', '/session/switch', { body: { account: id } })
  const statuses = [
    await switchTo(mask.id),
    await browser.send('PATCH', '/accounts/@me', { body: { bio: 'of the mask' }, ...as(mask.id) }),
    await switchTo(account.id),
    await browser.send('PATCH', '/accounts/@me', { body: { bio: 'of the face' }, ...as(account.id) }),
    await browser.send('POST', `/accounts/${mask.id}/primary`),
    await browser.send('POST', '/security/secure'),
    await browser.send('DELETE', '/session'),
  ].map(({ status }) => status)
  expect(statuses.filter((status) => status >= 400)).toEqual([])
  const said = published.mock.calls.map((call) => JSON.stringify(call))
  const namedIn = (text: string) => [account.id, mask.id].filter((id) => text.includes(id))
  // Each is named, by itself: a test that sees nothing would find nothing.
  expect(new Set(said.flatMap(namedIn))).toEqual(new Set([account.id, mask.id]))
  expect(said.filter((text) => namedIn(text).length > 1)).toEqual([])
})
