import { DatabaseUnavailable } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import type { GuildState, UnversionedMember } from '../contract/index.ts'
import { publishCreated } from '../messages/publish-messages.ts'
import { shownWith } from '../messages/shown-with.ts'
import { refresh } from '../messages/text-channel.ts'
import { wireMessage } from '../messages/wire-message.ts'
import type { WrittenPlace } from '../messages/write-group.ts'

/** What a group's history says of a change. 1: somebody was taken in. 2: somebody left. 4: it is called something else. */
export interface NotedChange {
  readonly kind: 1 | 2 | 4
  readonly guild: GuildState
  /** In whose name it stands. */
  readonly by: UnversionedMember
  /** The name it has now. */
  readonly content?: string
  /** Who came or left. */
  readonly about?: Pick<UnversionedMember, 'membershipRef'>
}

const mostAttempts = 8

/** Writes it into the group's history, whoever is in it by now. Nothing where the group is gone. */
export async function noteChange(chat: Chat, change: NotedChange): Promise<void> {
  let guild: GuildState | null = change.guild
  for (let attempt = 1; guild && attempt <= mostAttempts; attempt += 1) {
    const { kind } = await chat.writer.send(await draftOf(chat, { ...change, guild }))
    if (kind === 'written') return
    guild = await refresh(chat, guild, change.by)
  }
  if (guild) throw new DatabaseUnavailable()
}

async function draftOf(chat: Chat, { guild, by, kind, content = '', about }: NotedChange) {
  const mentions = about ? { users: [about.membershipRef], roles: [], named: [] } : null
  const message = {
    guildId: guild.id,
    channelId: guild.id,
    authorRef: by.membershipRef,
    kind,
    content,
    mentions,
    everyone: false,
    flags: 0,
    marks: 0,
    extras: null,
    keyId: by.contentKeyId,
    reply: null,
  }
  const unplaced = { ...message, id: '0', number: 0, editedAt: null }
  const shown = await shownWith(chat, [unplaced])
  return {
    ...message,
    version: guild.version,
    memberVersion: null,
    contentKeyId: by.contentKeyId,
    nonce: null,
    bundle: null,
    written({ id, number }: WrittenPlace) {
      const open = { ...unplaced, id, number }
      const wire = wireMessage(open, shown, null)
      chat.pages.add({ open, wire, answered: null })
      publishCreated(chat, { guild, message: wire, number, members: new Map() })
    },
  }
}
