import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import {
  refusals,
  renderThreadMember,
  type GuildState,
  type ThreadMember,
  type ThreadMemberState,
} from '../contract/index.ts'
import { findMembers } from '../members/find-member.ts'
import { showMembers } from '../members/member-events.ts'
import { findMembership } from '../members/member-store.ts'
import { getThreadFor } from './thread-access.ts'
import { listJoined, listMembersOfThread } from './thread-store.ts'

export interface MembersPage {
  readonly threadId: string
  /** The account the page before ended with. */
  readonly after?: string | undefined
  readonly limit: number
  readonly withMember: boolean
}

/** A page of those who follow a thread, in an order that tells nothing of their accounts. */
export async function listThreadMembers(chat: Chat, by: Actor, page: MembersPage): Promise<ThreadMember[]> {
  const { guild } = await getThreadFor(chat, by, page.threadId)
  const last =
    page.after === undefined || page.after === '0'
      ? null
      : await findMembership(chat.database, guild.id, page.after)
  const from = { threadId: page.threadId, after: last?.ref ?? '0' }
  const found = await listMembersOfThread(chat.database, from, page.limit)
  return show(chat, guild, { found, withMember: page.withMember })
}

/** Somebody who follows a thread. */
export async function getThreadMember(
  chat: Chat,
  by: Actor,
  asked: { readonly threadId: string; readonly accountId: string; readonly withMember: boolean },
): Promise<ThreadMember> {
  const { guild } = await getThreadFor(chat, by, asked.threadId)
  const found = await listJoined(chat.database, {
    guildId: guild.id,
    accountIds: [asked.accountId],
    threadIds: [asked.threadId],
  })
  const [member] = await show(chat, guild, { found, withMember: asked.withMember })
  return member ?? refuse(refusals.unknown_member)
}

async function show(
  chat: Chat,
  guild: GuildState,
  { found, withMember }: { readonly found: readonly ThreadMemberState[]; readonly withMember: boolean },
): Promise<ThreadMember[]> {
  if (!withMember) return found.map(renderThreadMember)
  const members = await findMembers(
    chat,
    guild,
    found.map((one) => one.accountId),
  )
  const shown = await showMembers(chat, [...members.values()])
  const byId = new Map(shown.map((member) => [member.user.id, member]))
  return found.map((one) => {
    const member = byId.get(one.accountId)
    return { ...renderThreadMember(one), ...(member && { member }) }
  })
}
