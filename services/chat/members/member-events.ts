import type { Chat } from '../chat.ts'
import {
  deletedUser,
  renderMember,
  type Dispatch,
  type GuildState,
  type Member,
  type UnversionedMember,
  type User,
} from '../contract/index.ts'

/** The user of a member. One that is being erased keeps its id until it has left: by that id others know it. */
export async function userOf(chat: Chat, member: UnversionedMember): Promise<User> {
  const users = await chat.authors.usersOfAccounts([member.accountId])
  return users.get(member.accountId) ?? deletedUser(member.accountId)
}

export async function showMember(chat: Chat, member: UnversionedMember): Promise<Member> {
  return renderMember(member, await userOf(chat, member))
}

/** Members in the order given, as others see them. */
export async function showMembers(chat: Chat, members: readonly UnversionedMember[]): Promise<Member[]> {
  const users = await chat.authors.usersOfAccounts(members.map((member) => member.accountId))
  return members.map((member) =>
    renderMember(member, users.get(member.accountId) ?? deletedUser(member.accountId)),
  )
}

/** What is heard when somebody joined: first by the others, then by themselves, who learn the whole guild. */
export async function joined(chat: Chat, guild: GuildState, member: UnversionedMember): Promise<Dispatch[]> {
  return [
    {
      t: 'GUILD_MEMBER_ADD',
      d: { ...(await showMember(chat, member)), guild_id: guild.id },
      audience: { kind: 'guild', guildId: guild.id },
      reshape: true,
    },
    {
      t: 'GUILD_CREATE',
      d: { id: guild.id },
      audience: { kind: 'account', accountId: member.accountId },
    },
  ]
}

/** What is heard when somebody left: access ends before anything else is said. */
export async function left(chat: Chat, guildId: string, member: UnversionedMember): Promise<Dispatch[]> {
  return [
    {
      t: 'GUILD_MEMBER_REMOVE',
      d: { guild_id: guildId, user: await userOf(chat, member) },
      audience: { kind: 'guild', guildId },
      reshape: true,
    },
    { t: 'GUILD_DELETE', d: { id: guildId }, audience: { kind: 'account', accountId: member.accountId } },
  ]
}

/** What is heard when a nickname or roles changed. */
export async function memberUpdated(
  chat: Chat,
  guild: GuildState,
  member: UnversionedMember,
): Promise<Dispatch> {
  return {
    t: 'GUILD_MEMBER_UPDATE',
    d: { ...(await showMember(chat, member)), guild_id: guild.id },
    audience: { kind: 'guild', guildId: guild.id },
    reshape: true,
  }
}
