import type { Chat } from '../chat.ts'
import { renderCurrentUser, renderMember, type Dispatch } from '../contract/index.ts'
import { publishHere } from '../guilds/publish.ts'

/**
 * Tells connections of this process, in the guilds it holds and of the account itself, what an account looks like now.
 * Every process hears that it changed and does the same.
 */
export async function announceProfile(chat: Chat, accountId: string): Promise<void> {
  const [profile] = await chat.accounts.profiles({ ids: [accountId] })
  if (!profile) return
  const user = renderCurrentUser(profile)
  const told: Dispatch[] = [{ t: 'USER_UPDATE', d: user, audience: { kind: 'account', accountId } }]
  const users = await chat.authors.usersOfAccounts([accountId])
  const shown = users.get(accountId)
  const members = shown ? await chat.members.ofAccount(accountId) : []
  for (const [guildId, member] of members) {
    if (!shown || !chat.guilds.peek(guildId)) continue
    told.push({
      t: 'GUILD_MEMBER_UPDATE',
      d: { ...renderMember(member, shown), guild_id: guildId },
      audience: { kind: 'guild', guildId },
    })
  }
  publishHere(chat.bus, told)
}
