import { afterEach, expect, test } from 'vitest'
import { event, query, z } from '../contract/index.ts'
import { task } from '../events/index.ts'
import { asAccount, testParts, testProcess, type TestParts } from './index.ts'
import { exampleService, type ExampleSchema } from './example/example-service.ts'

const parts: TestParts<ExampleSchema>[] = []
const make = async (name = exampleService.name, given = {}) => {
  const made = await testParts<ExampleSchema>({ ...exampleService, name }, given)
  parts.push(made)
  return made
}
afterEach(async () => {
  await Promise.all(parts.splice(0).map((one) => one.drop()))
})

const remind = task('example.remind', z.object({ id: z.string() }))
const noted = event('example.noted', {
  about: 'A note was written.',
  delivery: 'durable',
  data: z.object({ id: z.string() }),
})

test('each set of parts has an empty database of its own', async () => {
  const [one, two] = await Promise.all([make(), make()])
  await one.database.kysely.insertInto('notes').values({ id: '1', title: 'x' }).execute()
  expect(await two.database.kysely.selectFrom('notes').selectAll().execute()).toEqual([])
})

test('routes are answered by the real edge, by whom the test says', async () => {
  const { routes, http } = await make()
  const whoAmI = query('example.whoAmI', {
    about: 'Says who asks.',
    http: 'GET /example/me',
    caller: 'account',
    input: z.object({}),
    output: z.object({ id: z.string() }),
  })
  routes.answer(whoAmI, (_, { actor }) => ({ id: actor.accountId }))
  const answer = await http.inject({ url: '/api/alles/example/me', headers: asAccount('7') })
  expect(answer.json()).toEqual({ id: '7' })
  expect((await http.inject({ url: '/api/alles/example/me' })).statusCode).toBe(401)
})

test('jobs run when drained, and those for later when the clock is there', async () => {
  const { jobs, database, clock } = await make()
  const ran: string[] = []
  jobs.run(remind, async ({ id }) => void ran.push(id))
  await database.transaction(async (tx) => {
    await jobs.add(tx, remind, { id: 'now' })
    await jobs.add(tx, remind, { id: 'later' }, { at: clock.now() + 60_000 })
  })
  expect(ran).toEqual([])
  await jobs.drain()
  expect(ran).toEqual(['now'])
  clock.advance(59_000)
  await jobs.drain()
  expect(ran).toEqual(['now'])
  clock.advance(1000)
  await jobs.drain()
  expect(ran).toEqual(['now', 'later'])
})

test('a failing job throws at the test and can be drained again', async () => {
  const { jobs, database } = await make()
  let works = false
  jobs.run(remind, async () => {
    if (!works) throw new Error('not yet')
  })
  await database.transaction((tx) => jobs.add(tx, remind, { id: '1' }))
  await expect(jobs.drain()).rejects.toThrow('not yet')
  works = true
  await jobs.drain()
  expect(await database.sql`select from graphile_worker._private_jobs`).toHaveLength(0)
})

test('services of one process hear each other', async () => {
  const shared = testProcess()
  const [one, two] = await Promise.all([make('example', shared), make('listening', shared)])
  const heard: unknown[] = []
  two.jobs.on(noted, async (data, id) => void heard.push([data, id]))
  await one.database.transaction((tx) => one.jobs.emit(tx, noted, { id: '5' }))
  await one.jobs.drain()
  expect(heard).toEqual([[{ id: '5' }, expect.any(String)]])
})

test('what is done every so often can be done at once', async () => {
  const { jobs } = await make()
  let times = 0
  jobs.every('sweep', 60, async () => void (times += 1))
  await jobs.runInterval('sweep')
  expect(times).toBe(1)
})
