import { hash } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret } from '@alles/platform/contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildLeakedFile } from './build-leaked-file.ts'
import { createLeakedPasswords, type LeakedPasswords } from './leaked-passwords.ts'

let folder = ''
let target = ''
let leaked: LeakedPasswords
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alles-leaked-'))
  target = join(folder, 'list.bin')
  leaked = createLeakedPasswords(target)
})
afterEach(async () => {
  await leaked.close()
  await rm(folder, { recursive: true, force: true })
})

const has = (password: string) => leaked.has(new Secret(password))
const sha1 = (text: string) => hash('sha1', text, 'hex').toUpperCase()

async function build(text: string, entriesPerRun?: number) {
  const source = join(folder, 'source.txt')
  await writeFile(source, text)
  return buildLeakedFile(source, target, entriesPerRun)
}

describe('the list that comes with the program', () => {
  test.each(['password', 'PassWord', 'qwertyuiop', '1q2w3e4r', 'ｐａｓｓｗｏｒｄ'])(
    'has %s',
    async (password) => expect(await has(password)).toBe(true),
  )

  test.each(['a long and good password', 'correct horse battery staple', ''])(
    'has not %j',
    async (password) => expect(await has(password)).toBe(false),
  )
})

describe('the operator’s list', () => {
  test('of passwords refuses each, however it is capitalised', async () => {
    expect(await build('Sunny Meadow 77\r\nthe other one\n\nthe other one')).toEqual({ lines: 4, entries: 2 })
    expect([await has('sunny meadow 77'), await has('SUNNY MEADOW 77')]).toEqual([true, true])
    expect([await has('the other one'), await has('the other two')]).toEqual([true, false])
  })

  test('of SHA-1 sums with counts refuses the passwords behind them', async () => {
    await build(`${sha1('Sunny Meadow 77')}:3\n${sha1('the other one').toLowerCase()}:10\r\n`)
    expect([await has('Sunny Meadow 77'), await has('the other one')]).toEqual([true, true])
    expect(await has('sunny meadow 78')).toBe(false)
  })

  test('is sorted on disk in as many pieces as it takes, and holds all', async () => {
    const words = Array.from({ length: 5000 }, (_, at) => `password number ${(at * 7919) % 5000}`)
    expect(await build([...words, ...words].join('\n'), 300)).toEqual({ lines: 10_000, entries: 5000 })
    expect((await stat(target)).size).toBe(16 + 5000 * 8)
    for (let at = 0; at < 5000; at += 97) expect([at, await has(`password number ${at}`)]).toEqual([at, true])
    expect(await has('password number 5000')).toBe(false)
    expect(await readdir(folder)).toEqual(['list.bin', 'source.txt'])
  })

  test('that is replaced while it is used counts from then on', async () => {
    await build('the first list')
    expect(await has('the first list')).toBe(true)
    await build('the second list')
    expect([await has('the first list'), await has('the second list')]).toEqual([false, true])
    await rm(target)
    expect(await has('the second list')).toBe(false)
  })

  test('stays as it was where the new file has a fault', async () => {
    await build('the first list')
    await expect(build(`${sha1('one')}:1\nnot a sum\n`)).rejects.toThrow(/line 2: is not SHA1:COUNT/)
    await expect(build('')).rejects.toThrow(/has no lines/)
    await expect(buildLeakedFile(join(folder, 'none'), target)).rejects.toThrow(/cannot be read \(ENOENT\)/)
    expect(await has('the first list')).toBe(true)
    expect(await readdir(folder)).toEqual(['list.bin', 'source.txt'])
  })

  test('that is broken is said so instead of passing everything', async () => {
    await build('the first list')
    await writeFile(target, 'ALLESPW1 and then nothing that makes sense')
    await expect(has('whatever it may be')).rejects.toThrow(
      /make it again with "alles passwords import FILE"/,
    )
  })

  test('of a line without end does not fill the memory', async () => {
    expect(await build('x'.repeat(3_000_000))).toEqual({ lines: 1, entries: 1 })
  })
})
