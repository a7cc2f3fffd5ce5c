import type { Chat } from '../chat.ts'
import { renderCurrentUser, renderMember, type Dispatch } from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'

/** Tells the guilds that this process holds, and the account itself, what an account looks like now. */
export async function announceProfile(chat: Chat, accountId: string): Promise<void> {
  const [profile] = await chat.accounts.profiles({ ids: [accountId] })
  if (!profile) return
  const user = renderCurrentUser(profile)
  const told: Dispatch[] = [{ t: 'USER_UPDATE', d: user, audience: { kind: 'account', accountId } }]
  const users = await chat.authors.usersOfAccounts([accountId])
  for (const guild of chat.guilds.loaded()) {
    const member = guild.members.get(accountId)
    const shown = users.get(accountId)
    if (!member || !shown) continue
    told.push({
      t: 'GUILD_MEMBER_UPDATE',
      d: { ...renderMember(member, shown), guild_id: guild.id },
      audience: { kind: 'guild', guildId: guild.id },
    })
  }
  publish(chat.bus, told)
}
