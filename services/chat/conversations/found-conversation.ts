import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import type { Schema } from '../database/types.ts'
import { sealChannelName, sealGuildName } from '../guilds/seal-text.ts'
import { addMember } from '../members/add-member.ts'
import { lockAccount, type MembershipRow } from '../members/member-store.ts'
import { insertConversation } from './conversation-store.ts'

/** A conversation that is not stored yet, with its keys. */
export interface Planned {
  readonly id: string
  readonly kind: 1 | 3
  readonly keyId: string
  /** Its owner first. */
  readonly members: readonly { readonly accountId: string; readonly membership: MembershipRow }[]
}

/** Makes the keys of a new conversation. */
export async function planConversation(
  chat: Chat,
  kind: 1 | 3,
  accountIds: readonly string[],
): Promise<Planned> {
  const { ids } = await chat.keys.create({
    keys: [{ kind: 'guild' }, ...accountIds.map(() => ({ kind: 'content' as const }))],
  })
  const [keyId, ...contentKeys] = ids
  if (keyId === undefined || contentKeys.length !== accountIds.length) throw new Error('no keys were made')
  const members = accountIds.map((accountId, index) => ({
    accountId,
    membership: { ref: chat.ids.blurred(), contentKeyId: contentKeys[index] ?? '' },
  }))
  return { id: chat.ids.next(), kind, keyId, members }
}

/** Holds back whatever else these accounts join, and their erasure, until `tx` ends. */
export async function lockAccounts(tx: Transaction<Schema>, accountIds: readonly string[]): Promise<void> {
  // In the order of ids, so that no two of them wait for each other.
  const ordered = accountIds.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
  for (const accountId of ordered) await lockAccount(tx, accountId)
}

/** Stores a conversation, for accounts that are locked. */
export async function foundConversation(
  chat: Chat,
  tx: Transaction<Schema>,
  { id, kind, keyId, members }: Planned,
): Promise<void> {
  const place = { row: id, key: keyId, value: '' }
  const [name, channelName] = await Promise.all([sealGuildName(chat, place), sealChannelName(chat, place)])
  const [owner] = members
  if (!owner) throw new Error('a conversation needs somebody')
  const { ref: ownerRef } = owner.membership
  await insertConversation(tx, { id, kind, ownerRef, keyId, name, channelName, size: members.length })
  for (const { accountId, membership } of members)
    await addMember(chat, tx, { guildId: id, accountId, membership })
}
