import { profileChanged, profilesTopic } from '@alles/accounts/contract'
import { keysDestroyed, keysTopic } from '@alles/keys/contract'
import type { z } from '@alles/platform/contract'
import type { Unsubscribe } from '@alles/platform/events'
import type { Chat } from './chat.ts'
import {
  guildChanged,
  guildsTopic,
  presenceCounted,
  presenceCountsTopic,
  reachChanged,
  reachTopic,
} from './contract/index.ts'
import { announceProfile } from './members/announce-profile.ts'

/** Other services' events → functions here. */
export function listen(chat: Chat): Unsubscribe {
  const stops = [
    chat.bus.subscribe(profilesTopic, profileChanged, ({ accountId, gone }) => {
      chat.authors.evictAccount(accountId, gone)
      chat.names.profileChanged(accountId)
      chat.pages.forgetAccount(accountId)
      if (gone) return
      announceProfile(chat, accountId).catch((error: unknown) =>
        chat.log.warn('profile_not_announced', { error }),
      )
    }),
    chat.bus.subscribe(guildsTopic, guildChanged, (change) => followGuild(chat, change)),
    chat.bus.subscribe(reachTopic, reachChanged, ({ accountId }) => chat.blocks.evict(accountId)),
    chat.bus.onLapse(() => {
      chat.authors.evictAll()
      chat.names.forgetAll()
      chat.blocks.evictAll()
      chat.guilds.doubtAll()
    }),
    chat.bus.subscribe(presenceCountsTopic, presenceCounted, ({ counts }) => chat.online.heard(counts)),
    chat.bus.subscribe(keysTopic, keysDestroyed, ({ ids }) => forgetSealed(chat, new Set(ids))),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/** Another process changed a guild; what this one changed it knows already. */
function followGuild(chat: Chat, change: z.infer<typeof guildChanged.data>): void {
  const { guildId, version, threadsVersion, members } = change
  if (version === null || threadsVersion === null) {
    chat.guilds.evict(guildId)
    chat.pages.forgetGuild(guildId)
    chat.members.forgetGuild(guildId)
    chat.names.forgetGuild(guildId)
    return
  }
  if (members) {
    chat.members.follow(guildId, members)
    chat.names.follow(guildId, members)
  }
  chat.guilds.follow(guildId, { version, threadsVersion }, members)
}

/** What a destroyed key sealed must not live on in memory. */
function forgetSealed(chat: Chat, keys: ReadonlySet<string>): void {
  chat.pages.forgetKeys(keys)
  chat.members.forgetKeys(keys)
  chat.names.forgetKeys(keys)
  for (const guild of chat.guilds.loaded()) if (keys.has(guild.keyId)) chat.guilds.evict(guild.id)
}
