import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import type { Acting } from '../audit-log/acting.ts'
import { changeOf } from '../audit-log/audit-changes.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import { moderationRefusals } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { findInvite } from '../invites/invite-store.ts'
import { changeGuild } from './change-guild.ts'
import { getGuildOf, requirePermission } from './guild-access.ts'
import { guildUpdated } from './guild-events.ts'
import { updateGuild } from './guild-store.ts'
import { sealVanity } from './seal-text.ts'
import { hashOfVanity } from './vanity.ts'
import { countVanityUses, isVanityTaken, lockVanity } from './vanity-store.ts'

export interface Vanity {
  readonly code: string | null
  readonly uses: number
}

export async function getVanity(chat: Chat, by: Actor, guildId: string): Promise<Vanity> {
  const inside = await getGuildOf(chat, by, guildId)
  requirePermission(inside, 'MANAGE_GUILD')
  return { code: inside.guild.settings.vanityCode, uses: await countVanityUses(chat.database, guildId) }
}

/** Sets the word of a guild's own invite link, or with null takes the link away. */
export async function editVanity(
  chat: Chat,
  by: Acting,
  wish: { readonly guildId: string; readonly code: string | null },
): Promise<Vanity> {
  const { guildId, code } = wish
  const hash = code === null ? null : await hashOfVanity(chat, code)
  await changeGuild(chat, guildId, {
    async apply(tx, guild, members) {
      const actor = requirePermission(await members.actor(by), 'MANAGE_GUILD')
      const before = guild.settings.vanityCode
      if (before === code) return
      if (code !== null && hash) await requireFree(chat, tx, { guildId, code, hash })
      const sealed =
        code === null ? null : await sealVanity(chat, { row: guildId, key: guild.keyId, value: code })
      await updateGuild(tx, guildId, { vanity_hash: hash, vanity_code: sealed, vanity_uses: 0 })
      const changes = [changeOf('vanity_url_code', before, code)]
      const entry = { guild, actor, reason: by.reason, targetId: guildId, changes }
      await writeAuditLog(chat, tx, { ...entry, action: 'GUILD_UPDATE' })
    },
    announce: (guild) => [guildUpdated(guild)],
  })
  return getVanity(chat, by, guildId)
}

/** One word leads to one place, be that a guild or an invite. */
async function requireFree(
  chat: Chat,
  tx: Transaction<Schema>,
  { guildId, code, hash }: { readonly guildId: string; readonly code: string; readonly hash: Buffer },
): Promise<void> {
  await lockVanity(tx, hash)
  const invite = await findInvite(tx, code, new Date(chat.clock.now()))
  if (invite || (await isVanityTaken(tx, hash, guildId))) refuse(moderationRefusals.code_taken)
}
