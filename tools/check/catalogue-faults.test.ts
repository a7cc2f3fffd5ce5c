import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { accounts } from '@alles/accounts/service'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { catalogueFaultsOf, type Catalogued } from './catalogue-faults.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alles-faults-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** The accounts service with one migration more. */
async function changed(sql: string): Promise<Catalogued> {
  const migrations = join(folder, 'migrations')
  await mkdir(migrations)
  if (accounts.migrations) await cp(accounts.migrations, migrations, { recursive: true })
  const next = String((await readdir(migrations)).length + 1).padStart(4, '0')
  await writeFile(join(migrations, `${next}-changed.sql`), sql)
  return { ...accounts, migrations: pathToFileURL(`${migrations}/`) }
}

test('a new column without an entry in the catalogue is a fault that names it', async () => {
  const faults = await catalogueFaultsOf(
    [await changed('alter table accounts add column shoe_size int')],
    folder,
  )
  expect(faults).toHaveLength(1)
  expect(faults[0]).toContain('accounts.accounts.shoe_size')
})

test('a new table without an entry, and an entry without its column, are faults', async () => {
  const sql = 'create table diaries (id int8 primary key); alter table accounts drop column bio'
  const faults = await catalogueFaultsOf([await changed(sql)], folder)
  expect(faults.some((fault) => fault.includes('accounts.diaries'))).toBe(true)
  expect(faults.some((fault) => fault.includes('accounts.accounts.bio'))).toBe(true)
})

test('without a change there is no fault', async () => {
  expect(await catalogueFaultsOf([accounts], folder)).toEqual([])
})
