import { expect, test } from 'vitest'
import { testDatabase } from '../testing/index.ts'
import { exampleService } from '../testing/example/example-service.ts'
import { generateTypes } from './index.ts'

test('writes what a row has, what may be left out and what may not be given', async () => {
  const storage = await testDatabase(exampleService)
  await storage.admin`create type mood as enum ('good', 'bad')`
  await storage.admin`create table moods (id int primary key, mood mood, counts int[] not null, number numeric)`
  expect(await generateTypes(storage.admin)).toBe(`import type { Generated, GeneratedAlways } from 'kysely'

/** Generated from the migrations by tools/generate-types.ts. */
export interface Schema {
  moods: {
    id: number
    mood: 'good' | 'bad' | null
    counts: number[]
    number: string | null
  }
  notes: {
    id: string
    title: string
    body: Buffer | null
    tags: Generated<string[]>
    extra: unknown
    done: Generated<boolean>
    at: Generated<Date>
  }
  outbox: {
    id: GeneratedAlways<string>
    topic: string
    name: string
    refs: unknown
    at: Generated<Date>
  }
}
`)
  await storage.drop()
})
