import type { Log } from '@alles/platform/log'

const everyMs = 5_000

/** Whether other processes use the same databases. */
export interface Neighbours {
  /** False from when one was first seen: what it changed meanwhile is not known here, even once it has gone. */
  readonly isAlone: () => boolean
  stop(): void
}

/** Nobody can be there: the data directory belongs to this process. */
export const noNeighbours: Neighbours = { isAlone: () => true, stop: () => undefined }

/** They may be there at any time, and say what they change. */
export const spokenNeighbours: Neighbours = { isAlone: () => false, stop: () => undefined }

/** Looks for other processes now and every 5 s until there is one, and warns of it then. */
export async function watchNeighbours(ask: () => Promise<boolean>, log: Log): Promise<Neighbours> {
  let alone = true
  const look = async () => {
    if (!alone || (await ask()) || !alone) return
    alone = false
    clearInterval(looking)
    log.warn('process.not_alone', {
      reason: 'events pass between processes only where ALLES_NATS_URL is set for each of them',
    })
  }
  const looking = setInterval(() => {
    // A database that is away is told of elsewhere.
    look().catch(() => undefined)
  }, everyMs)
  looking.unref()
  await look().catch((error: unknown) => {
    clearInterval(looking)
    throw error
  })
  return { isAlone: () => alone, stop: () => clearInterval(looking) }
}
