import { edgeRefusals, refuse } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import {
  basePermissions,
  holds,
  mayActOn,
  permissions,
  refusals,
  type MemberState,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import type { Inside } from '../guilds/guild-access.ts'
import { updateMember } from './member-store.ts'

const longestMs = 28 * 86_400_000

/**
 * Lets a member only read until a moment, at most 28 days from now, or with null or a moment that has passed no longer.
 * It ends by itself. With MODERATE_MEMBERS and from above; never who administrates, whom it would not hold back.
 */
export async function setTimeout(
  chat: Chat,
  tx: Transaction<Schema>,
  [{ guild, member: actor }, member, asked]: readonly [Inside, MemberState, number | null],
): Promise<number | null> {
  const now = chat.clock.now()
  const until = asked === null || asked <= now ? null : asked
  if (!holds(basePermissions(guild, actor), permissions.MODERATE_MEMBERS))
    refuse(refusals.missing_permissions)
  if (!mayActOn(guild, actor, member)) refuse(refusals.missing_permissions)
  if (until !== null && holds(basePermissions(guild, member), permissions.ADMINISTRATOR))
    refuse(refusals.missing_permissions)
  if (until !== null && until > now + longestMs)
    refuse(edgeRefusals.invalid_input, {
      faults: [{ path: ['communication_disabled_until'], sentence: 'is more than 28 days from now' }],
    })
  const of = { guildId: guild.id, ref: member.membershipRef }
  await updateMember(tx, of, { timed_out_until: until === null ? null : new Date(until) })
  return until
}
