import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

/** Notes a device, and answers when it was noted before; null where it was not. */
export async function upsertKnownDevice(
  on: Connection<Schema>,
  row: Schema['known_devices'],
): Promise<Date | null> {
  const [found] = await on.sql<{ before: Date | null }[]>`
    with before as (
      select last_seen_at from known_devices
      where person_id = ${row.person_id} and device_hash = ${row.device_hash}
    ), noted as (
      insert into known_devices (person_id, device_hash, last_seen_at)
      values (${row.person_id}, ${row.device_hash}, ${row.last_seen_at})
      on conflict (person_id, device_hash) do update set last_seen_at = excluded.last_seen_at
    )
    select (select last_seen_at from before) as before`
  return found?.before ?? null
}

/** The person is told again of every device. */
export async function removeKnownDevices(on: Connection<Schema>, personId: string): Promise<void> {
  await on.kysely.deleteFrom('known_devices').where('person_id', '=', personId).execute()
}
