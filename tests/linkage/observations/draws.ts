import { operate } from '../../support/operator.ts'
import { told, type Eyes } from '../eyes.ts'
import { newcomer, siblingOf, type Face } from '../faces.ts'
import type { World } from '../world.ts'
import type { Observation } from './observation.ts'

const hour = 3_600_000
const siblings = 40

/** The times at which things reach the accounts of one person. Compared are the spaces between them. */
export const drawObservations: readonly Observation[] = [
  {
    name: 'when the siblings of a suspended account are suspended',
    slow: true,
    async draw(eyes, world) {
      const { first, others } = await manyFaced(world)
      const suspended = await operate(world.server.directory, ['account', 'suspend', first.username])
      if (suspended.status !== 0) throw new Error(suspended.output)
      const due = await dueOf(
        eyes,
        'accounts',
        others.map(({ id }) => `sanction:${id}`),
      )
      return { drawn: spaces(due), byChance: spaces(evenly(others.length, 23 * hour)) }
    },
  },
  {
    name: 'when the accounts of a person who leaves are erased',
    slow: true,
    async draw(eyes, world) {
      const { first, others } = await manyFaced(world)
      const asked = told(
        await eyes.ask({
          method: 'POST',
          path: '/api/alles/privacy/requests',
          by: first,
          body: { kind: 'erasure', mode: 'everything', scope: 'person' },
        }),
      )
      const { id } = asked.request as { id: string }
      await endGrace(eyes, id)
      const keys = ['rest', ...others.map((face) => face.id)].map((rest) => `erase:${id}:${rest}`)
      const due = await dueOf(eyes, 'privacy', keys)
      told(await eyes.ask({ method: 'POST', path: `/api/alles/privacy/requests/${id}/withdraw`, by: first }))
      return { drawn: spaces(due), byChance: spaces(evenly(keys.length, 7 * 24 * hour)) }
    },
  },
]

/** A person with so many accounts that chance shows. */
async function manyFaced({ server, eyes }: World): Promise<{ first: Face; others: Face[] }> {
  const first = await newcomer(server.origin)
  await operate(server.directory, ['admin', 'grant', first.username])
  told(
    await eyes.ask({
      method: 'PATCH',
      path: '/api/alles/registration',
      by: first,
      body: { secondary_accounts: siblings },
    }),
  )
  const others: Face[] = []
  while (others.length < siblings) others.push(await siblingOf(first))
  return { first, others }
}

/** Lets the job that waits for the end of the grace run now. */
async function endGrace(eyes: Eyes, requestId: string): Promise<void> {
  const spread = () =>
    eyes.rows<{ spread: boolean }>(
      'privacy',
      (sql) => sql`select spread_until is not null as spread from requests where id = ${requestId}`,
    )
  await eyes.rows(
    'privacy',
    (sql) => sql`
      select graphile_worker.reschedule_jobs(array[id], run_at => now()) from graphile_worker._private_jobs
      where key = ${`request:${requestId}`}`,
  )
  while (!(await spread())[0]?.spread) await new Promise((resolve) => setTimeout(resolve, 50))
}

/** When jobs run, in milliseconds. */
async function dueOf(eyes: Eyes, service: string, keys: readonly string[]): Promise<number[]> {
  const rows = await eyes.rows<{ at: string }>(
    service,
    (sql) => sql`
      select payload ->> 'at' as at from graphile_worker._private_jobs where key = any(${[...keys]})`,
  )
  if (rows.length !== keys.length) throw new Error(`${rows.length} of ${keys.length} wait`)
  return rows.map(({ at }) => Number(at))
}

function evenly(count: number, within: number): number[] {
  return Array.from({ length: count }, () => Math.random() * within)
}

function spaces(moments: readonly number[]): number[] {
  const sorted = moments.toSorted((a, b) => a - b)
  return sorted.slice(1).map((moment, index) => moment - (sorted[index] ?? 0))
}
