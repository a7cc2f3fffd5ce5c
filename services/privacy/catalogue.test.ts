import { coverage } from '@alles/platform/catalogue'
import { testDatabase } from '@alles/platform/testing'
import { expect, test } from 'vitest'
import { catalogue } from './catalogue.ts'
import { privacy } from './service.ts'

test('the catalogue names every column, and only those', async () => {
  const { database, drop } = await testDatabase(privacy)
  expect(await coverage(database, catalogue)).toEqual([])
  await drop()
})
