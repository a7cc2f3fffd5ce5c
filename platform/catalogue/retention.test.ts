import { expect, test } from 'vitest'
import { testDatabase } from '../testing/index.ts'
import { purgeExpired } from './retention.ts'
import { catalogue, library } from './testing/library.ts'

test('rows go when their time is over, in batches, and no sooner', async () => {
  const own = await testDatabase(library)
  const now = Date.UTC(2026, 5, 1)
  const day = 86_400_000
  await own.admin`insert into corrections values
    (1, ${new Date(now - 30 * day)}, 1), (1, ${new Date(now - 30 * day + 1)}, 1), (1, ${new Date(now + day)}, 1)`
  await own.admin`insert into visits values (1, ${new Date(now - day / 2)}), (2, ${new Date(now - day / 2 + 1)}), (3, null)`
  await own.admin`insert into visits select 100 + n, ${new Date(now - day)} from generate_series(1, 5000) n`
  expect(await purgeExpired(own.database, catalogue, now)).toEqual({ corrections: 1, visits: 5_001 })
  expect(await purgeExpired(own.database, catalogue, now)).toEqual({})
  expect((await own.admin`select id from visits order by id`).map((row) => row.id as string)).toEqual([
    '2',
    '3',
  ])
  await own.drop()
})
