import type { Chat } from '../chat.ts'
import { lockGuild } from '../guilds/guild-store.ts'
import { findBanState } from './ban-store.ts'

/**
 * Tells accounts how a ban stands, which keeps out, or lets in again, whoever is the same person; who that is, nobody
 * learns here. Does nothing twice, and says what is true now, whatever came meanwhile: nobody bans while it asks.
 */
export async function settleExclusion(
  chat: Chat,
  ban: { readonly guildId: string; readonly membershipRef: string },
): Promise<void> {
  await chat.database.transaction(async (tx) => {
    if ((await lockGuild(tx, ban.guildId)) === null) return
    const state = await findBanState(tx, ban)
    if (!state) return
    const call = { guildId: ban.guildId, accountId: state.accountId }
    await (state.banned ? chat.accounts.exclude(call) : chat.accounts.readmit(call))
  })
}
