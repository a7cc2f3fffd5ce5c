import { createIds, randomBelow, systemClock } from '@alles/platform/ids'
import { copyRows, type Value } from './copy.ts'
import type { Stores } from './stores.ts'
import type { TestPerson } from '../../support/person.ts'
import { channelsPerGuild, isIn, type WorldGuild, type WorldSize } from './world.ts'

const keysAtOnce = 5000
/** A number no process claims while a world is made: its server stands still. */
const ids = createIds(systemClock, 1023, randomBelow)

export interface Unsettled {
  readonly guildIds: readonly string[]
  readonly authors: readonly TestPerson[]
  readonly size: WorldSize
}

/** Gives guilds that have just been made their channels and their members. */
export async function settle(stores: Stores, { guildIds, authors, size }: Unsettled): Promise<WorldGuild[]> {
  const isMember = (author: number, guild: number) => isIn(author, guild, guild >= size.guilds)
  const channels = await addChannels(stores, guildIds, (guild) =>
    guild < size.guilds ? channelsPerGuild : 1,
  )
  const wanted = guildIds.flatMap((guildId, guild) =>
    authors.flatMap(({ id }, author) =>
      isMember(author, guild) && author !== guild ? [{ guildId, id }] : [],
    ),
  )
  await addMembers(stores, wanted)
  return guildIds.map((id, guild) => ({
    id,
    channels: channels.get(id) ?? [],
    members: authors.flatMap((_, author) => (isMember(author, guild) ? [author] : [])),
  }))
}

/** Text channels, until each guild has as many as it is to have. By guild, with those it had. */
async function addChannels(
  stores: Stores,
  guildIds: readonly string[],
  countOf: (guild: number) => number,
): Promise<Map<string, string[]>> {
  const { sql, sealer } = stores
  const there = await sql<{ id: string; guild_id: string }[]>`
    select c.id, c.guild_id from channels c join channel_heads h on h.channel_id = c.id where c.type = 0`
  const byGuild = Map.groupBy(there, (one) => one.guild_id)
  const keys = await sql<{ id: string; guild_key_id: string }[]>`select id, guild_key_id from guilds`
  const keyOf = new Map(keys.map((one) => [one.id, one.guild_key_id]))
  const made = guildIds.flatMap((guildId, guild) =>
    Array.from({ length: Math.max(0, countOf(guild) - (byGuild.get(guildId)?.length ?? 0)) }, (_, at) => ({
      id: ids.next(),
      guildId,
      at,
    })),
  )
  const names = await sealer.seal(
    stores.table('channels'),
    'name' as never,
    made.map((one) => ({ row: one.id, key: keyOf.get(one.guildId) ?? '', value: `allotment-${one.at}` })),
  )
  const rows = made.map((one, index): Value[] => [one.id, one.guildId, 0, one.at + 10, names[index] ?? null])
  await copyRows(stores, 'channels (id, guild_id, type, position, name)', [rows])
  await copyRows(stores, 'channel_heads (channel_id, guild_id)', [made.map((one) => [one.id, one.guildId])])
  for (const one of made)
    byGuild.set(one.guildId, [...(byGuild.get(one.guildId) ?? []), { id: one.id, guild_id: one.guildId }])
  return new Map([...byGuild].map(([guildId, all]) => [guildId, all.map((one) => one.id)]))
}

/** Lets accounts into guilds, each with a key of its own. */
export async function addMembers(
  stores: Stores,
  wanted: readonly { guildId: string; id: string }[],
): Promise<void> {
  const now = new Date()
  for (let from = 0; from < wanted.length; from += keysAtOnce) {
    const batch = wanted.slice(from, from + keysAtOnce)
    const { ids: keyIds } = await stores.keys.create({
      keys: batch.map(() => ({ kind: 'content' as const })),
    })
    const rows = batch.map((one, index) => ({ ...one, ref: ids.blurred(), key: keyIds[index] ?? '' }))
    await copyRows(stores, 'memberships (ref, guild_id, account_id, content_key_id, present)', [
      rows.map((one) => [one.ref, one.guildId, one.id, one.key, true]),
    ])
    await copyRows(stores, 'members (guild_id, membership_ref, joined_at)', [
      rows.map((one) => [one.guildId, one.ref, now]),
    ])
  }
  const guildIds = [...new Set(wanted.map((one) => one.guildId))]
  await stores.sql`
    update guilds set
      version = version + 1,
      members_version = members_version + 1,
      member_count = (select count(*) from members where members.guild_id = guilds.id)
    where id = any (${guildIds})`
}
