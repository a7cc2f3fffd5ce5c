import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { silentLog } from '../log/index.ts'
import { testDatabase, type TestDatabase } from '../testing/index.ts'
import { exampleService, type ExampleSchema } from '../testing/example/example-service.ts'
import { createOutbox, type Outbox, type WaitingRow } from './index.ts'

let storage: TestDatabase<ExampleSchema>
let outbox: Outbox
beforeAll(async () => {
  storage = await testDatabase<ExampleSchema>(exampleService)
  outbox = createOutbox(storage.database, silentLog)
})
beforeEach(() => storage.database.sql`delete from outbox`)
afterAll(() => storage.drop())

const rows = [
  { topic: 'guild:1', name: 'made', refs: { id: '1' } },
  { topic: 'guild:2', name: 'gone', refs: ['2', 3] },
]
const insert = () => storage.database.transaction((tx) => outbox.insert(tx, rows))
const left = async () => (await storage.database.sql`select from outbox`).length
const sweep = async (milliseconds: number) => {
  const seen: WaitingRow[] = []
  await outbox.sweep(milliseconds, async (found) => void seen.push(...found))
  return seen
}

test('what was published is gone soon after', async () => {
  const ids = await insert()
  expect(ids).toHaveLength(2)
  outbox.published(ids)
  await outbox.settle()
  expect(await left()).toBe(0)
})

test('what nobody published is handed over once, in order, with what it is about', async () => {
  const ids = await insert()
  expect(await sweep(0)).toEqual(rows.map((row, n) => ({ id: ids[n], ...row })))
  expect(await sweep(0)).toEqual([])
})

test('what is young is left to whoever committed it', async () => {
  await insert()
  expect(await sweep(60_000)).toEqual([])
  expect(await left()).toBe(2)
})

test('what could not be handled waits for the next time', async () => {
  await insert()
  await expect(outbox.sweep(0, () => Promise.reject(new Error('bus away')))).rejects.toThrow('bus away')
  expect(await left()).toBe(2)
})

test('two who sweep at once do not hand over the same', async () => {
  await insert()
  const seen: WaitingRow[] = []
  const handle = async (found: WaitingRow[]) => {
    seen.push(...found)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await Promise.all([outbox.sweep(0, handle), outbox.sweep(0, handle)])
  expect(seen).toHaveLength(2)
})

test('rows of a transaction that failed were never there', async () => {
  const work = storage.database.transaction(async (tx) => {
    await outbox.insert(tx, rows)
    throw new Error('no')
  })
  await expect(work).rejects.toThrow('no')
  expect(await left()).toBe(0)
})
