import type { Chat } from '../chat.ts'
import { highestRole, type GuildState, type Holder, type MemberState } from '../contract/index.ts'

/** How long newcomers wait where the guild wants them to. */
const newForMs = 600_000

/** A member as it acts now: with what holds it back for a while. */
export function standing(
  chat: Pick<Chat, 'clock'>,
  guild: GuildState,
  member: MemberState,
): MemberState & Holder {
  const now = chat.clock.now()
  if (member.timedOutUntil !== null && member.timedOutUntil > now) return { ...member, held: 'timed out' }
  const waits = guild.settings.verificationLevel === 3 && highestRole(guild, member) === undefined
  return waits && member.joinedAt + newForMs > now ? { ...member, held: 'new' } : member
}
