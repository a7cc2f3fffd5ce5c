import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { residueOf } from '../testing/residue.ts'
import { startPrivacy, type RunningPrivacy, type Somebody } from '../testing/start-privacy.ts'
import { spread, windowMs } from './spread-policy.ts'

const hour = 3_600_000
const day = 24 * hour
let running: RunningPrivacy
let count = 0
beforeAll(async () => {
  running = await startPrivacy({ graceDays: 14 })
})
afterAll(() => running.stop())

/** Somebody with two secondary accounts. */
async function threeFaced() {
  const who = await running.person(`many_faces_${(count += 1)}`)
  const secondaries = [await secondary(who), await secondary(who)]
  return { who, secondaries, all: [who.id, ...secondaries] }
}

async function secondary(who: Somebody): Promise<string> {
  const id = `${1_000_000_000_000_000 + (count += 1)}`
  const [key = ''] = (await running.keys.create({ keys: [{ kind: 'profile' }] })).ids
  const place = { table: 'accounts.accounts', column: 'username', row: id }
  const [username] = await running.keys.seal({ items: [{ key, place, plain: Buffer.from(`face_${count}`) }] })
  await running.admin('accounts')`
    insert into accounts (id, person_id, kind, profile_key_id, username, username_index, username_skeleton, created_at)
    values (${id}, ${who.personId}, 'secondary', ${key}, ${username ?? null}, sha256(${id}::text::bytea),
      sha256(${`${id}s`}::text::bytea), now())`
  return id
}

async function accountsLeft(all: readonly string[]): Promise<string[]> {
  const found = await Promise.all(all.map((accountId) => running.accounts.findAccountById({ accountId })))
  return all.filter((_, index) => found[index] !== null)
}

/** When the accounts of a request go, the primary one last, in milliseconds. */
async function plan(requestId: string): Promise<number[]> {
  const rows = await running.admin('privacy')<{ at: string }[]>`
    select payload ->> 'at' as at from graphile_worker._private_jobs
    where key like ${`erase:${requestId}:%`} order by key like '%:rest', payload ->> 'at'`
  return rows.map(({ at }) => Number(at))
}

async function toTime(at: number): Promise<void> {
  running.clock.advance(at - running.clock.now())
  await running.drain()
}

async function stateOf(id: string): Promise<string> {
  const [row] = await running.admin('privacy')`select state from requests where id = ${id}`
  return row?.state as string
}

async function asked(who: Somebody) {
  const { request } = await who.api.createRequest({ kind: 'erasure', mode: 'everything', scope: 'person' })
  await toTime(Date.parse(request.starts_at))
  return request
}

describe('the erasure of a whole person', () => {
  test('takes one account after another within seven days, the primary one last, and then is done', async () => {
    const { who, secondaries, all } = await threeFaced()
    const request = await asked(who)
    const moments = await plan(request.id)
    expect(moments).toHaveLength(3)
    expect(Math.max(...moments)).toBe(moments[2])
    expect(Math.max(...moments)).toBeLessThanOrEqual(Date.parse(request.starts_at) + 7 * day)
    expect(Math.max(...moments)).toBeLessThan(Date.parse(request.due_at))
    expect(await accountsLeft(all)).toEqual(all)
    await toTime(moments[0] ?? 0)
    const left = await accountsLeft(all)
    expect([left.length, left.includes(who.id), await stateOf(request.id)]).toEqual([2, true, 'running'])
    await toTime(moments[1] ?? 0)
    expect(await accountsLeft(all)).toEqual([who.id])
    expect(await residueOf(running, secondaries)).toEqual([])
    await toTime(moments[2] ?? 0)
    expect(await stateOf(request.id)).toBe('done')
    expect(await residueOf(running, [...all, who.personId])).toEqual([])
  })

  test('can be taken back until the first account goes, and not after', async () => {
    const { who, all } = await threeFaced()
    const first = await asked(who)
    await who.api.withdrawRequest({ id: first.id })
    await toTime(Math.max(...(await plan(first.id))))
    expect(await accountsLeft(all)).toEqual(all)
    const second = await asked(who)
    const moments = await plan(second.id)
    await toTime(moments[0] ?? 0)
    await expect(who.api.withdrawRequest({ id: second.id })).rejects.toThrow()
    const [person] = await running.admin(
      'accounts',
    )`select leaving_at from persons where id = ${who.personId}`
    expect(person?.leaving_at).toEqual(new Date(running.clock.now()))
    for (const at of moments.slice(1)) await toTime(at)
    expect(await stateOf(second.id)).toBe('done')
  })

  test('goes on where it was interrupted, also when the account that asked is gone', async () => {
    const { who, secondaries, all } = await threeFaced()
    const asker = running.as(who, { accountId: secondaries[0] ?? '' })
    const request = await asked(asker)
    await running.admin('accounts').unsafe(`
      create function stumble() returns trigger language plpgsql as 'begin raise exception ''stumble''; end';
      create trigger stumble before delete on accounts for each statement execute function stumble()`)
    const moments = await plan(request.id)
    running.clock.advance((moments[0] ?? 0) - running.clock.now())
    await expect(running.drain()).rejects.toThrow('stumble')
    await running.admin('accounts').unsafe('drop trigger stumble on accounts; drop function stumble')
    await running.drain()
    expect(await accountsLeft(all)).toHaveLength(2)
    for (const at of moments.slice(1)) await toTime(at)
    expect(await stateOf(request.id)).toBe('done')
    expect(await residueOf(running, [...all, who.personId])).toEqual([])
  })

  test('draws new moments where they were missed, as long as the law leaves time', async () => {
    const { who, all } = await threeFaced()
    const request = await asked(who)
    await toTime(Math.max(...(await plan(request.id))) + 2 * hour)
    expect(await accountsLeft(all)).toEqual(all)
    const again = await plan(request.id)
    expect(Math.min(...again)).toBeGreaterThan(running.clock.now())
    await toTime(Date.parse(request.due_at))
    expect(await accountsLeft(all)).toEqual([])
    expect(await stateOf(request.id)).toBe('done')
  })

  test('takes all at once at the operator’s word', async () => {
    const { who, all } = await threeFaced()
    const request = await asked(who)
    await running.calls.eraseNow({ accountId: who.id, mode: 'everything', scope: 'person' })
    expect(await accountsLeft(all)).toEqual([])
    expect(await stateOf(request.id)).toBe('done')
    await toTime(Math.max(...(await plan(request.id))))
  })
})

describe('the moments', () => {
  test('leave a day before the last moment of the law, and are none without a grace', () => {
    expect(windowMs({ graceDays: 14, from: 0, dueAt: 16 * day })).toBe(7 * day)
    expect(windowMs({ graceDays: 14, from: 0, dueAt: 4 * day })).toBe(3 * day)
    expect(windowMs({ graceDays: 14, from: 0, dueAt: 0 })).toBe(day)
    expect(windowMs({ graceDays: 0, from: 0, dueAt: 16 * day })).toBe(0)
  })

  test('are drawn for each account by itself, and the latest is the primary one’s', () => {
    const draws = [5, 9, 2]
    const random = () => draws.shift() ?? 0
    expect(spread(['primary', 'a', 'b'], { from: 100, ms: 10 }, random)).toEqual([
      { accountId: 'primary', at: 109 },
      { accountId: 'a', at: 105 },
      { accountId: 'b', at: 102 },
    ])
  })
})
