import type { Chat } from '../chat.ts'
import type { ForumState } from '../contract/index.ts'
import { catalogue } from '../catalogue.ts'

const { tables } = catalogue

/** `row`: its key values joined by `:`. `key`: the id of the guild's or the membership's key. */
interface Text<Value> {
  readonly row: string
  readonly key: string
  readonly value: Value
}

export async function sealGuildName(chat: Pick<Chat, 'sealer'>, item: Text<string>): Promise<Buffer> {
  return only(await chat.sealer.seal(tables.guilds, 'name', [item]))
}

/** Null where there is none. */
export async function sealDescription(
  chat: Pick<Chat, 'sealer'>,
  item: Text<string | null>,
): Promise<Buffer | null> {
  if (item.value === null || item.value === '') return null
  return only(await chat.sealer.seal(tables.guilds, 'description', [item]))
}

export async function sealVanity(chat: Pick<Chat, 'sealer'>, item: Text<string>): Promise<Buffer> {
  return only(await chat.sealer.seal(tables.guilds, 'vanity_code', [item]))
}

/** Null where there is none. */
export async function sealRoleEmoji(
  chat: Pick<Chat, 'sealer'>,
  item: Text<string | null>,
): Promise<Buffer | null> {
  if (item.value === null || item.value === '') return null
  return only(await chat.sealer.seal(tables.roles, 'unicode_emoji', [item]))
}

export async function sealRoleName(chat: Pick<Chat, 'sealer'>, item: Text<string>): Promise<Buffer> {
  return only(await chat.sealer.seal(tables.roles, 'name', [item]))
}

export async function sealChannelName(chat: Pick<Chat, 'sealer'>, item: Text<string>): Promise<Buffer> {
  return only(await chat.sealer.seal(tables.channels, 'name', [item]))
}

/** Null where there is none. */
export async function sealTopic(
  chat: Pick<Chat, 'sealer'>,
  item: Text<string | null>,
): Promise<Buffer | null> {
  if (item.value === null || item.value === '') return null
  return only(await chat.sealer.seal(tables.channels, 'topic', [item]))
}

export async function sealForum(chat: Pick<Chat, 'sealer'>, item: Text<ForumState>): Promise<Buffer> {
  return only(await chat.sealer.seal(tables.channels, 'forum', [item]))
}

/** Null where there is none. */
export async function sealNick(
  chat: Pick<Chat, 'sealer'>,
  item: Text<string | null>,
): Promise<Buffer | null> {
  if (item.value === null || item.value === '') return null
  return only(await chat.sealer.seal(tables.members, 'nick', [item]))
}

/** Null where there is none. */
export async function sealReason(
  chat: Pick<Chat, 'sealer'>,
  item: Text<string | null>,
): Promise<Buffer | null> {
  if (item.value === null || item.value === '') return null
  return only(await chat.sealer.seal(tables.bans, 'reason', [item]))
}

function only([sealed]: readonly Uint8Array[]): Buffer {
  if (!sealed) throw new Error('a value was not sealed')
  return Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
}
