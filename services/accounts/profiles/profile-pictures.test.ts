import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { greyPng } from '@alles/platform/testing'
import type { Browser } from '../testing/browser.ts'
import { startAccounts, type RunningAccounts } from '../testing/start-accounts.ts'

let running: RunningAccounts
let browser: Browser
let id: string
let count = 0
const freshName = () => `pictured_no_${(count += 1)}x`

beforeAll(async () => {
  running = await startAccounts({ pictures: true })
})
beforeEach(async () => {
  browser = running.browser()
  id = (await browser.registered(freshName())).id
})
afterAll(() => running.stop())

const as = (account: string) => ({ 'alles-account': account })

async function upload(from: Browser = browser, headers: Record<string, string> = {}): Promise<string> {
  const answer = await from.send('POST', '/uploads', {
    body: greyPng(300, 200),
    headers: { 'content-type': 'image/png', ...headers },
  })
  expect(answer.status).toBe(201)
  return answer.body.upload.id
}

const edit = (body: object, account = id) =>
  browser.send('PATCH', '/accounts/@me', { body, headers: as(account) })

async function shows(path: string): Promise<number> {
  return (await running.http.inject({ url: path })).statusCode
}

const avatarPath = (account: string, hash: string) => `/media/avatars/${account}/${hash}.webp`

test('a picture is shown by account, profile and profiles of others, and served', async () => {
  const { body } = await edit({ avatar: await upload(), banner: await upload() })
  const { avatar, banner, username } = body.account
  for (const hash of [avatar, banner]) expect(hash).toMatch(/^[0-9a-f]{32}$/)
  expect(avatar).not.toBe(banner)
  const { profile } = (await running.browser().send('GET', `/profiles/${username}`)).body
  expect(profile).toMatchObject({ avatar, banner })
  expect(await running.calls.profiles({ ids: [id] })).toMatchObject([{ avatar, banner }])
  expect(await shows(avatarPath(id, avatar))).toBe(200)
  expect(await shows(`/media/banners/${id}/${banner}.webp`)).toBe(200)
})

test('a private account shows its picture, and no banner', async () => {
  const { body } = await edit({ avatar: await upload(), banner: await upload(), public: false })
  const { avatar, username } = body.account
  const { profile } = (await running.browser().send('GET', `/profiles/${username}`)).body
  expect(profile).toMatchObject({ avatar, banner: null })
  expect(await running.calls.profiles({ ids: [id] })).toMatchObject([{ avatar, banner: null }])
})

test('the picture before goes when another one, or none, takes its place', async () => {
  const first = (await edit({ avatar: await upload() })).body.account.avatar as string
  const sent = await upload()
  const before = (await running.blobs()).length
  const second = (await edit({ avatar: sent })).body.account.avatar as string
  expect((await running.blobs()).length).toBeGreaterThan(before)
  await running.parts.jobs.drain()
  expect([await shows(avatarPath(id, first)), await shows(avatarPath(id, second))]).toEqual([404, 200])
  expect((await running.blobs()).length).toBe(before)
  expect((await edit({ display_name: 'Still pictured' })).body.account.avatar).toBe(second)
  expect((await edit({ avatar: null })).body.account.avatar).toBeNull()
  await running.parts.jobs.drain()
  expect(await shows(avatarPath(id, second))).toBe(404)
  expect((await edit({ avatar: null })).status).toBe(200)
})

test('an edit that is refused leaves nothing behind and changes nothing', async () => {
  const good = await upload()
  const before = (await running.blobs()).length
  const refused = await edit({ display_name: 'Never', avatar: good, banner: '999' })
  expect([refused.status, refused.body.code]).toEqual([404, 'unknown_upload'])
  expect((await running.blobs()).length).toBe(before)
  const { account } = (await browser.send('GET', '/session')).body
  expect(account).toMatchObject({ display_name: null, avatar: null, banner: null })
})

test('an edit that fails in the database leaves no picture behind', async () => {
  const good = await upload()
  const before = (await running.blobs()).length
  await running.admin.unsafe(`
    create function stumble() returns trigger language plpgsql as 'begin raise exception ''stumble''; end';
    create trigger stumble before update of avatar on accounts for each row execute function stumble()`)
  expect((await edit({ avatar: good })).status).toBe(500)
  await running.admin.unsafe('drop trigger stumble on accounts; drop function stumble')
  expect((await running.blobs()).length).toBe(before)
  expect((await edit({ avatar: good })).body.account.avatar).not.toBeNull()
})

test('two edits at once leave one picture, and it is the one that is shown', async () => {
  const [one, other] = [await upload(), await upload()]
  const answers = await Promise.all([edit({ avatar: one }), edit({ avatar: other })])
  await running.parts.jobs.drain()
  const { avatar } = (await browser.send('GET', '/session')).body.account
  const made = answers.map(({ body }) => body.account.avatar as string)
  expect(made).toContain(avatar)
  for (const hash of made) expect(await shows(avatarPath(id, hash))).toBe(hash === avatar ? 200 : 404)
})

test('two faces with the same picture have no name and no byte in common', async () => {
  const made = await browser.send('POST', '/accounts/secondary', { body: { username: freshName() } })
  const mask = made.body.account.id as string
  const own = (await edit({ avatar: await upload() })).body.account.avatar as string
  const masked = (await edit({ avatar: await upload(browser, as(mask)) }, mask)).body.account.avatar as string
  expect(own).not.toBe(masked)
  const bytes = async (account: string, hash: string) =>
    (await running.http.inject({ url: avatarPath(account, hash) })).rawPayload.toString('hex')
  expect(await bytes(id, own)).not.toBe(await bytes(mask, masked))
  expect(await shows(avatarPath(id, masked))).toBe(404)
})

test('an upload is of use to the account that sent it alone, not to its siblings', async () => {
  const made = await browser.send('POST', '/accounts/secondary', { body: { username: freshName() } })
  const sent = await upload()
  expect((await edit({ avatar: sent }, made.body.account.id)).body.code).toBe('unknown_upload')
  const stranger = running.browser()
  await stranger.registered(freshName())
  const answer = await stranger.send('PATCH', '/accounts/@me', { body: { avatar: sent } })
  expect(answer.body.code).toBe('unknown_upload')
})
