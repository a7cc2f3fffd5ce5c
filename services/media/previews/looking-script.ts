/*
 * A process that goes where links lead and reads what strangers wrote there: no secrets, no environment, no database, no
 * file but its own code, no process of its own, and it may be killed at any moment. Where it may connect to, it judges by
 * the rules of the way out, and says of each attempt what became of it.
 */
import { setPriority } from 'node:os'
import process from 'node:process'
import { createEgress, type Egress } from '@alles/platform/egress'
import { silentLog } from '@alles/platform/log'
import { createMetrics } from '@alles/platform/metrics'
import { lookAt, previewDestination } from './look-at.ts'
import type { Order, Reach, Word } from './words.ts'

const niceness = 10

function say(word: Word): void {
  process.send?.(word)
}

function wayOut({ ports = [80, 443], reach = 'public', certificates, answers }: Reach): Egress {
  const left = new Map(Object.entries(answers ?? {}).map(([host, lists]) => [host, [...lists]]))
  return createEgress({
    destinations: {
      [previewDestination]: {
        purpose: 'shows what a link in a message leads to',
        hosts: 'any public',
        ports,
        schemes: ['http', 'https'],
        reach,
        ...(certificates !== undefined && { certificates }),
      },
    },
    ...(answers && { resolve: async (host: string) => left.get(host)?.shift() ?? [] }),
    record: (entry) => say({ entry }),
    log: silentLog,
    metrics: createMetrics({ process: false }),
    clock: { now: () => Date.now() },
  })
}

let egress: Egress | null = null
let timeoutMs: number | undefined

async function obey(order: Order): Promise<void> {
  if ('reach' in order) {
    egress = wayOut(order.reach)
    timeoutMs = order.reach.timeoutMs
    return
  }
  if (!egress) throw new Error('nothing was said of where to go')
  say({ id: order.id, looked: await lookAt(egress, order.url, timeoutMs) })
}

setPriority(niceness)
process.on('message', (order: Order) => void obey(order))
process.on('disconnect', () => process.exit(0))
say({ ready: true })
