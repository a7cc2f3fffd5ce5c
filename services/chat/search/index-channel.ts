import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import type { Schema } from '../database/types.ts'
import { keepAfter, keepBefore, movePlace, takePlace, type IndexPlace } from './index-store.ts'
import { writeTokens } from './write-tokens.ts'

/** Messages in one step: what holds up deleting them for some hundredths of a second. */
const atOnce = 200

export interface Step {
  readonly indexed: number
  /** Whether there is more of the same to do. */
  readonly more: boolean
}

const nothing: Step = { indexed: 0, more: false }

/**
 * Indexes the next messages of a channel above those that are. Messages of a channel are committed in the order of their
 * ids, so what is above the newest that was found is all that is missing, whenever the last step was interrupted. Of a
 * channel that is new to the index, the newest.
 */
export async function indexNewer(chat: Chat, channelId: string): Promise<Step> {
  return chat.database.transaction(async (tx) => {
    const place = await takePlace(tx, channelId)
    if (!place) return nothing
    if (isNew(place)) return { indexed: await indexBefore(chat, tx, place), more: false }
    const rows = await keepAfter(tx, { channelId, id: place.newestId }, atOnce)
    await writeTokens(chat, tx, { ...place, rows, anew: false })
    const last = rows.at(-1)?.id ?? place.newestId
    const more = rows.length === atOnce
    // A forum's head names its newest post, which is in no message of its own.
    const newestId = more ? last : larger(last, place.headId ?? '0')
    await movePlace(tx, channelId, { newestId, oldestId: place.oldestId, indexed: rows.length })
    return { indexed: rows.length, more }
  })
}

/** Indexes the next messages of a channel below those that are. */
export async function indexOlder(chat: Chat, channelId: string): Promise<Step> {
  return chat.database.transaction(async (tx) => {
    const place = await takePlace(tx, channelId)
    if (!place || place.oldestId === '0') return nothing
    const indexed = await indexBefore(chat, tx, place)
    return { indexed, more: indexed === atOnce }
  })
}

async function indexBefore(chat: Chat, tx: Transaction<Schema>, place: IndexPlace): Promise<number> {
  const rows = await keepBefore(tx, { channelId: place.channelId, id: place.oldestId }, atOnce)
  await writeTokens(chat, tx, { ...place, rows, anew: false })
  const oldestId = rows.length < atOnce ? '0' : (rows.at(-1)?.id ?? '0')
  await movePlace(tx, place.channelId, { newestId: place.newestId, oldestId, indexed: rows.length })
  return rows.length
}

function isNew({ newestId, oldestId }: IndexPlace): boolean {
  return BigInt(oldestId) > BigInt(newestId)
}

function larger(a: string, b: string): string {
  return BigInt(a) > BigInt(b) ? a : b
}
