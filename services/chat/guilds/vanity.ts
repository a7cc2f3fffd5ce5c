import type { Chat } from '../chat.ts'
import type { GuildState } from '../contract/index.ts'
import type { InviteRow } from '../invites/invite-store.ts'

/** By what the word of a guild's own invite link is found. */
export async function hashOfVanity(chat: Chat, code: string): Promise<Buffer> {
  const [hash] = await chat.keys.blindIndex({ purpose: 'vanity', values: [code.toLowerCase()] })
  if (!hash) throw new Error('no index was made of a word')
  return Buffer.from(hash)
}

/** A guild's own link as an invite, which never ends; null where it has no channel to open on. */
export function vanityInvite(guild: GuildState, uses: number): InviteRow | null {
  const { vanityCode: code, rulesChannelId, systemChannelId } = guild.settings
  const named = [rulesChannelId, systemChannelId]
  const texts = guild.channels.filter((one) => one.type === 0)
  const channel = texts.find((one) => named.includes(one.id)) ?? texts[0]
  if (code === null || !channel) return null
  return {
    code,
    guildId: guild.id,
    channelId: channel.id,
    inviterRef: null,
    maxUses: 0,
    uses,
    maxAge: 0,
    temporary: false,
    createdAt: new Date(guild.createdAt),
    expiresAt: null,
  }
}
