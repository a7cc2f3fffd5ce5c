import type { Chat } from '../chat.ts'
import { readPersonalSettings } from '../personal-settings/edit-personal-settings.ts'
import type { Reach } from './blocks.ts'
import { listRelationshipsOf } from './relationship-store.ts'

/** Reads what decides who may reach an account. */
export async function readReach(chat: Pick<Chat, 'database' | 'sealer'>, accountId: string): Promise<Reach> {
  const [rows, settings] = await Promise.all([
    listRelationshipsOf(chat.database, accountId),
    readPersonalSettings(chat, accountId),
  ])
  const { friend_source_flags: sources } = settings
  const allowed = new Set(settings.allowed_guilds)
  const restricted = new Set(settings.restricted_guilds)
  return {
    relationships: new Map(rows.map((row) => [row.otherId, row.type])),
    allowsFrom: (guildId) =>
      settings.default_guilds_restricted ? allowed.has(guildId) : !restricted.has(guildId),
    friendSources: {
      all: sources.all,
      mutualFriends: sources.mutual_friends,
      mutualGuilds: sources.mutual_guilds,
    },
  }
}
