import { asAccount } from '@alles/platform/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createFileBlobs } from '../blobs/file-blobs.ts'
import { photo } from '../testing/pictures.ts'
import { bytesOf, startMedia, type RunningMedia } from '../testing/start-media.ts'

let running: RunningMedia
beforeAll(async () => {
  running = await startMedia()
})
afterEach(() => running.clear())
afterAll(() => running.stop())

const small = () => photo(80, 60).png().toBuffer()

/** Everything an upload could have left: rows, files. */
async function leftovers(): Promise<unknown[]> {
  const rows = await running.parts.database
    .sql`select id from uploads union all select owner_id from pictures`
  return [...rows, ...(await running.stored()).keys()]
}

describe('uploads', () => {
  const now = async () => running.parts.database.sql<{ key: string }[]>`select key_id as key from uploads`

  test('wait, ten of an account at most', async () => {
    const ids: string[] = []
    for (let count = 0; count < 10; count += 1) ids.push(await running.upload('70', await small()))
    const refused = await running.send('70', await small())
    expect(refused.json()).toMatchObject({ status: 429, code: 'too_many_uploads' })
    await running.upload('71', await small())
    const [first = ''] = ids
    const remove = (accountId: string) =>
      running.parts.http.inject({
        method: 'DELETE',
        url: `/api/alles/uploads/${first}`,
        headers: asAccount(accountId),
      })
    expect((await remove('71')).json()).toMatchObject({ status: 404, code: 'unknown_upload' })
    expect((await remove('70')).statusCode).toBe(204)
    expect((await remove('70')).statusCode).toBe(404)
    await running.upload('70', await small())
    expect(await running.stored()).toHaveProperty('size', 11)
  })

  test('sent at once are counted as well', async () => {
    for (let count = 0; count < 8; count += 1) await running.upload('70', await small())
    const file = await small()
    const answers = await Promise.all([1, 2, 3].map(() => running.send('70', file)))
    expect(answers.map(({ statusCode }) => `${statusCode}`).toSorted()).toEqual(['201', '201', '429'])
    expect(await running.stored()).toHaveProperty('size', 10)
  })

  test('arrive a few at a time', async () => {
    const file = await small()
    const answers = await Promise.all([1, 2, 3, 4].map(() => running.send('70', file)))
    expect(answers.map(({ statusCode }) => `${statusCode}`).toSorted()).toEqual(['201', '201', '201', '503'])
    const busy = answers.find(({ statusCode }) => statusCode === 503)
    expect(busy?.headers['retry-after']).toBe('3')
  })

  test('are forgotten after an hour, with their keys', async () => {
    const upload = await running.upload('70', await small())
    const keys = (await now()).map(({ key }) => key)
    running.parts.clock.advance(59 * 60_000)
    await running.parts.jobs.runInterval('media.sweepUploads')
    expect(await running.stored()).toHaveProperty('size', 1)
    running.parts.clock.advance(60_000)
    const wish = { upload, by: '70', account: '70', owner: '70', use: 'avatar' as const, key: '1' }
    await expect(running.calls.usePicture(wish)).rejects.toMatchObject({ kind: { code: 'unknown_upload' } })
    await running.parts.jobs.runInterval('media.sweepUploads')
    expect(await leftovers()).toEqual([])
    expect(await running.keys.destroy({ ids: keys })).toEqual({ destroyed: 0 })
  })

  test('that were used stay for ten minutes, and no longer count', async () => {
    const uploads: string[] = []
    for (let count = 0; count < 10; count += 1) uploads.push(await running.upload('70', await small()))
    const [upload = ''] = uploads
    const wish = { upload, by: '70', account: '70', owner: '70', use: 'avatar' as const }
    await running.calls.usePicture({ ...wish, key: await running.key() })
    await running.upload('70', await small())
    running.parts.clock.advance(10 * 60_000)
    await expect(running.calls.usePicture({ ...wish, key: '1' })).rejects.toThrow()
    await running.parts.jobs.runInterval('media.sweepUploads')
    expect(await now()).toHaveLength(10)
  })
})

test('what no row leads to is deleted after a day', async () => {
  const upload = await running.upload('70', await small())
  const wish = { upload, by: '70', account: '70', owner: '70', use: 'avatar' as const }
  const { hash } = await running.calls.usePicture({ ...wish, key: await running.key() })
  const kept = await running.stored()
  running.parts.clock.set(Date.now())
  await running.parts.database.sql`update uploads set expires_at = ${new Date(Date.now() + 1e9)}`
  await running.parts.database.sql`insert into pictures
    select ${'a'.repeat(32)}, account_id, owner_id, use, key_id, sizes, created_at from pictures`
  const store = createFileBlobs(running.folder)
  for (const name of [`${'a'.repeat(32)}.webp-64`, `${'b'.repeat(32)}.webp-64`, `${hash}.webp-64.0123abcd`])
    await store.write(name, Buffer.from('x'))
  await running.parts.jobs.runInterval('media.sweepOrphans')
  expect(await running.stored()).toHaveProperty('size', kept.size + 3)
  running.parts.clock.advance(25 * 3_600_000)
  await running.parts.jobs.runInterval('media.sweepOrphans')
  expect([...(await running.stored()).keys()].toSorted()).toEqual(
    [...kept.keys(), `${'a'.repeat(32)}.webp-64`].toSorted(),
  )
})

test('forgetting an account deletes what its rows lead to, and no others’', async () => {
  for (const owner of ['70', '71']) {
    const upload = await running.upload(owner, await small())
    const wish = { upload, by: owner, account: owner, owner, use: 'avatar' as const }
    await running.calls.usePicture({ ...wish, key: await running.key() })
  }
  const [file] = await running.calls.filesOf({ accountId: '70', memberships: [] })
  const url = `/media/${file?.path.replace(/^avatars/, 'avatars') ?? ''}`
  expect((await running.get(url)).statusCode).toBe(200)
  const all = await running.stored()
  await running.calls.forget({ accountId: '70', mode: 'pseudonymise' })
  expect((await running.get(url)).statusCode).toBe(404)
  expect(file && (await bytesOf(file))).toHaveLength(0)
  expect(await running.stored()).toHaveProperty('size', all.size / 2)
  await running.calls.forget({ accountId: '70', mode: 'everything' })
  const [other] = await running.calls.filesOf({ accountId: '71', memberships: [] })
  expect((other ? await bytesOf(other) : []).length).toBeGreaterThan(0)
})
