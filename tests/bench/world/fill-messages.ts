import { firstIdAt } from '@alles/platform/ids'
import { copyRows, type Value } from './copy.ts'
import type { Stores } from './stores.ts'

const atOnce = 4000
const days = 30
const words = 'The water is off from Monday, please drain your pipes before then and tell your neighbours'

interface Membership {
  readonly ref: string
  readonly key: string
}

interface Place {
  readonly id: string
  readonly guildId: string
  readonly writers: readonly Membership[]
  readonly number: number
}

export interface Filling {
  readonly channels: readonly string[]
  readonly count: number
  /** Called with how many are there so far. */
  readonly told: (done: number) => void
}

/**
 * Fills channels with sealed messages of the last 30 days, each channel written in turns by up to fifty of its guild's
 * members.
 */
export async function fillMessages(stores: Stores, { channels, count, told }: Filling): Promise<void> {
  const wanted = new Set(channels)
  const places = (await readPlaces(stores)).filter((place) => wanted.has(place.id))
  const start = Date.now() - days * 86_400_000
  const perMessage = (days * 86_400_000) / count
  async function* batches() {
    for (let from = 0; from < count; from += atOnce) {
      const batch = Array.from({ length: Math.min(atOnce, count - from) }, (_, index) =>
        messageAt(places, from + index, start + (from + index) * perMessage),
      )
      const contents = await stores.sealer.seal(
        stores.table('messages'),
        'content' as never,
        batch.map((one) => ({
          row: `${one.place.id}:${one.id}`,
          key: one.by.key,
          value: `${words} ${one.number}`,
        })),
      )
      yield batch.map((one, index): Value[] => [
        one.place.id,
        one.id,
        one.place.guildId,
        one.by.ref,
        one.number,
        0,
        contents[index] ?? null,
      ])
      told(from + batch.length)
    }
  }
  await copyRows(stores, 'messages (channel_id, id, guild_id, author_ref, number, kind, content)', batches())
  await stores.sql`
    update channel_heads h set last_id = newest.id, last_number = newest.number
    from (select channel_id, max(id) as id, max(number) as number from messages group by channel_id) newest
    where newest.channel_id = h.channel_id`
  await stores.sql`analyze messages`
}

function messageAt(places: readonly Place[], index: number, moment: number) {
  const place = places[index % places.length]
  const turn = Math.floor(index / places.length)
  const by = place?.writers[turn % place.writers.length]
  if (!place || !by) throw new Error('a channel has nobody to write in it')
  // Several within one millisecond still rise.
  const id = String(firstIdAt(Math.floor(moment)) + BigInt(index % 4_194_304))
  return { place, by, id, number: place.number + turn + 1 }
}

/** Every text channel, with up to fifty members of its guild. */
async function readPlaces({ sql }: Stores): Promise<Place[]> {
  const heads = await sql<{ id: string; guild_id: string; last_number: string }[]>`
    select channel_id as id, guild_id, last_number from channel_heads order by channel_id`
  const members = await sql<{ guild_id: string; ref: string; key: string }[]>`
    select guild_id, ref, content_key_id as key from (
      select guild_id, ref, content_key_id, row_number() over (partition by guild_id order by ref) as place
      from memberships where account_id is not null
    ) ranked where place <= 50`
  const byGuild = Map.groupBy(members, (one) => one.guild_id)
  return heads.map((head) => ({
    id: head.id,
    guildId: head.guild_id,
    writers: byGuild.get(head.guild_id) ?? [],
    number: Number(head.last_number),
  }))
}
