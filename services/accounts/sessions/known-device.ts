import type { Transaction } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import type { Schema } from '../database/types.ts'
import type { Device } from './device.ts'
import { upsertKnownDevice } from './device-store.ts'
import { hourOf } from './session-policy.ts'

const rememberedMs = 180 * 24 * 60 * 60_000

/** The family without its version: an update makes no new device. */
function familyOf(browser: string | null): string {
  return browser?.replace(/ \d+$/, '') ?? '?'
}

/** A browser and a system by their families, as a notice shows them. */
export function shownDevice({ browser, system }: Device): string {
  return `${familyOf(browser)}, ${system ?? '?'}`
}

/** Whether the person signed in from such a device within 180 days. It is known from now on. */
export async function isKnownDevice(
  accounts: Accounts,
  tx: Transaction<Schema>,
  { personId, device }: { readonly personId: string; readonly device: Device },
): Promise<boolean> {
  const value = JSON.stringify([personId, familyOf(device.browser), device.system])
  const [hashed] = await accounts.keys.blindIndex({ purpose: 'device', values: [value] })
  if (!hashed) throw new Error('no index was made of a device')
  const now = accounts.clock.now()
  const seenBefore = await upsertKnownDevice(tx, {
    person_id: personId,
    device_hash: Buffer.from(hashed),
    last_seen_at: hourOf(now),
  })
  return seenBefore !== null && seenBefore.getTime() > now - rememberedMs
}
