import { profileChanged, profilesTopic } from '@alles/accounts/contract'
import { keysDestroyed, keysTopic } from '@alles/keys/contract'
import type { Unsubscribe } from '@alles/platform/events'
import type { Chat } from './chat.ts'
import { guildChanged, guildsTopic } from './contract/index.ts'
import { announceProfile } from './members/announce-profile.ts'

/** Other services' events → functions here. */
export function listen(chat: Chat): Unsubscribe {
  const stops = [
    chat.bus.subscribe(profilesTopic, profileChanged, ({ accountId, gone }) => {
      chat.authors.evictAccount(accountId, gone)
      if (gone) return
      announceProfile(chat, accountId).catch((error: unknown) =>
        chat.log.warn('profile_not_announced', { error }),
      )
    }),
    chat.bus.subscribe(guildsTopic, guildChanged, ({ guildId, version }) => {
      const known = chat.guilds.peek(guildId)
      // Another process changed it; what this one changed it knows already.
      if (known && (version === null || BigInt(version) > BigInt(known.version))) chat.guilds.evict(guildId)
    }),
    chat.bus.subscribe(keysTopic, keysDestroyed, ({ ids }) => forgetGuilds(chat, new Set(ids))),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/** What a destroyed key sealed must not live on in memory. */
function forgetGuilds(chat: Chat, keys: ReadonlySet<string>): void {
  for (const guild of chat.guilds.loaded()) {
    const nicks = [...guild.members.values()].some(
      (member) => member.nick !== null && keys.has(member.contentKeyId),
    )
    if (nicks || keys.has(guild.keyId)) chat.guilds.evict(guild.id)
  }
}
