import { botTokenReset, botTokensTopic } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'

/** Tells everybody, this process first, that a bot's token no longer works. */
export function announceReset(oauth: OAuth, accountId: string): void {
  oauth.bots.evict(accountId)
  oauth.bus.publish(botTokensTopic, botTokenReset, { accountId })
}
