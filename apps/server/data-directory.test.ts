import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDataDirectory } from './data-directory.ts'

let folder = ''
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'alles-data-')), 'data')
})
afterEach(async () => {
  await rm(join(folder, '..'), { recursive: true, force: true })
})

test('makes a directory nobody else can read', async () => {
  const data = await openDataDirectory(folder, false)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  for (const inside of [data.keys, data.outbox]) expect((await stat(inside)).mode & 0o777).toBe(0o700)
  await data.release()
})

test('refuses a directory that a running process holds, and touches nothing', async () => {
  const data = await openDataDirectory(folder, false)
  const before = await readFile(join(folder, 'lock'), 'utf8')
  await expect(openDataDirectory(folder, false)).rejects.toThrow(/already used by a running process/)
  expect(await readFile(join(folder, 'lock'), 'utf8')).toBe(before)
  await data.release()
})

test('takes over the lock of a process that is gone', async () => {
  const data = await openDataDirectory(folder, false)
  await writeFile(join(folder, 'lock'), '4194303 1\n')
  const next = await openDataDirectory(folder, false)
  await next.release()
  await data.release()
})

test('takes over the lock whose number another process has now', async () => {
  const data = await openDataDirectory(folder, false)
  await writeFile(join(folder, 'lock'), `${process.pid} 1\n`)
  await (await openDataDirectory(folder, false)).release()
  await data.release()
})

test('refuses a directory made by a newer version', async () => {
  await (await openDataDirectory(folder, false)).release()
  await writeFile(join(folder, 'layout'), '99\n')
  await expect(openDataDirectory(folder, false)).rejects.toThrow(/newer version/)
})

test('refuses a path that is a file', async () => {
  const file = join(folder, '..', 'file')
  await writeFile(file, '')
  await expect(openDataDirectory(file, false)).rejects.toThrow(/cannot be written/)
})

test('several processes share it when each has its database elsewhere', async () => {
  const one = await openDataDirectory(folder, true)
  const two = await openDataDirectory(folder, true)
  await Promise.all([one.release(), two.release()])
})
