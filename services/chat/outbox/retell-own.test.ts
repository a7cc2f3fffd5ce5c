import type { Actor } from '@alles/platform/http'
import { systemClock } from '@alles/platform/ids'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { GuildState } from '../contract/index.ts'
import { closeConversation } from '../conversations/close-conversation.ts'
import { createGroup } from '../conversations/create-group.ts'
import { findConversation } from '../conversations/conversation-access.ts'
import { openDirect } from '../conversations/open-direct.ts'
import { removeRecipient } from '../conversations/recipients.ts'
import { deleteDraft, putDraft } from '../drafts/keep-draft.ts'
import { deleteGuild } from '../guilds/delete-guild.ts'
import { restoreGuild } from '../guilds/restore-guild.ts'
import { sendMessage } from '../messages/send-message.ts'
import { startMessages, type ChatProcess, type RunningMessages } from '../messages/testing/start-messages.ts'
import { editNotificationSettings } from '../notification-settings/edit-notification-settings.ts'
import { editPersonalSettings } from '../personal-settings/edit-personal-settings.ts'
import { editPrivateNotifications } from '../personal-settings/edit-private-notifications.ts'
import { putNote } from '../personal-settings/notes.ts'
import { acknowledge } from '../read-states/acknowledge.ts'
import { askFriend } from '../relationships/ask-friend.ts'
import { blockAccount } from '../relationships/block-account.ts'
import { deleteRelationship } from '../relationships/delete-relationship.ts'
import { forgetTies } from '../relationships/forget-ties.ts'
import { announceForgotten } from './announce-forgotten.ts'

let running: RunningMessages
let ada: Actor
let ben: Actor
let guild: GuildState
let channelId: string
/** Commits, and is no more when it comes to telling. */
let dying: ChatProcess
let late: ChatProcess
let names = 0

beforeAll(async () => {
  running = await startMessages()
  ada = await person()
  ben = await person()
  guild = await running.guild(ada)
  channelId = guild.channels.find((one) => one.type === 0)?.id ?? ''
  await running.join(guild.id, ben)
  dying = running.another(20)
  Object.assign(dying.bus, { publish: () => undefined, settled: async () => false })
  late = running.another(21, { clock: { now: () => systemClock.now() + 2500 } })
  await running.chat.writer.stop()
  await running.storage.admin`delete from outbox`
})
afterEach(() => {
  late.heard.length = 0
})
afterAll(() => running.stop())

/** Whom others may befriend. */
async function person(): Promise<Actor> {
  names += 1
  const { accountId } = await running.chat.accounts.createByOperator({
    username: `reader_${names}`,
    password: 'a long and harmless phrase',
  })
  return { accountId, bot: false }
}

/** What a worker tells of what `dying` did. */
async function told(work: Promise<unknown>) {
  late.heard.length = 0
  await work
  await announceForgotten(late)
  expect(await running.storage.admin`select from outbox`).toHaveLength(0)
  return late.heard.map(({ t, d, audience }) => [t, 'accountId' in audience ? audience.accountId : null, d])
}

test('each side is told what it thinks of the other, as it is now', async () => {
  expect(await told(askFriend(dying, ada, ben.accountId))).toMatchObject([
    ['RELATIONSHIP_ADD', ada.accountId, { id: ben.accountId, type: 4 }],
    ['RELATIONSHIP_ADD', ben.accountId, { id: ada.accountId, type: 3 }],
  ])
  expect(await told(blockAccount(dying, ada, ben.accountId))).toMatchObject([
    ['RELATIONSHIP_ADD', ada.accountId, { id: ben.accountId, type: 2 }],
    ['RELATIONSHIP_REMOVE', ben.accountId, { id: ada.accountId }],
  ])
  // Known from before to whoever asked, and let go of.
  expect(await late.blocks.isBlocked(ada.accountId, ben.accountId)).toBe(true)
  expect(await told(deleteRelationship(dying, ada, ben.accountId))).toMatchObject([
    ['RELATIONSHIP_REMOVE', ada.accountId, { id: ben.accountId }],
  ])
  expect(await late.blocks.isBlocked(ada.accountId, ben.accountId)).toBe(false)
  expect(await told(deleteRelationship(dying, ada, ben.accountId))).toEqual([])
})

test('others are told that an account that was erased is nothing to them any more', async () => {
  const gone = await person()
  await askFriend(running.chat, gone, ada.accountId)
  await askFriend(running.chat, ada, gone.accountId)
  await running.chat.told.stop()
  expect(await told(forgetTies(dying, gone.accountId))).toEqual([
    ['RELATIONSHIP_REMOVE', ada.accountId, { id: gone.accountId }],
  ])
})

test('settings, notes and drafts are told whole', async () => {
  const { accountId } = ada
  expect(await told(editPersonalSettings(dying, ada, { theme: 'dark' }))).toMatchObject([
    ['USER_SETTINGS_UPDATE', accountId, { theme: 'dark', locale: 'en-US' }],
  ])
  expect(await told(editPrivateNotifications(dying, ada, { muted: true }))).toMatchObject([
    ['USER_GUILD_SETTINGS_UPDATE', accountId, { guild_id: null, muted: true }],
  ])
  const changes = { muted: true }
  expect(await told(editNotificationSettings(dying, ada, { guildId: guild.id, changes }))).toMatchObject([
    ['USER_GUILD_SETTINGS_UPDATE', accountId, { guild_id: guild.id, muted: true }],
  ])
  for (const note of ['Owes me a plant', ''])
    expect(await told(putNote(dying, ada, { otherId: ben.accountId, note }))).toEqual([
      ['USER_NOTE_UPDATE', accountId, { id: ben.accountId, note }],
    ])
  expect(await told(putDraft(dying, ada, { channelId, content: 'Dear all' }))).toMatchObject([
    ['DRAFT_UPDATE', accountId, { channel_id: channelId, content: 'Dear all' }],
  ])
  expect(await told(deleteDraft(dying, ada, channelId))).toEqual([
    ['DRAFT_DELETE', accountId, { channel_id: channelId }],
  ])
  expect(await told(deleteDraft(dying, ada, channelId))).toEqual([])
})

test('how far somebody read is told, also where it went back', async () => {
  const ids: string[] = []
  for (const content of ['one', 'two', 'three'])
    ids.push((await sendMessage(running.chat, { by: ben, input: { channelId, content }, received: [] })).id)
  await running.chat.writer.stop()
  await running.chat.told.stop()
  const read = (messageId = '') => ({ channelId, messageId })
  const ack = (messageId: string | undefined, unread: number) => [
    ['MESSAGE_ACK', ada.accountId, { channel_id: channelId, message_id: messageId, unread_count: unread }],
  ]
  expect(await told(acknowledge(dying, ada, read(ids[2])))).toMatchObject(ack(ids[2], 0))
  expect(await told(acknowledge(dying, ada, read(ids[0])))).toEqual([])
  const back = { ...read(ids[0]), manual: { mentionCount: 0 } }
  expect(await told(acknowledge(dying, ada, back))).toMatchObject(ack(ids[0], 2))
})

test('conversations that were begun, put away or left are told to whom they concern', async () => {
  const cleo = await person()
  const directly = openDirect(dying, ada, ben.accountId)
  expect(await told(directly)).toMatchObject([['CHANNEL_CREATE', ada.accountId, { type: 1 }]])
  const direct = await directly
  const close = async (by: Actor, id: string) =>
    closeConversation(dying, by, (await findConversation(dying, by, id)) ?? expect.unreachable())
  expect(await told(close(ada, direct.id))).toMatchObject([
    ['CHANNEL_DELETE', ada.accountId, { id: direct.id }],
  ])
  expect(await told(openDirect(dying, ada, ben.accountId))).toMatchObject([
    ['CHANNEL_CREATE', ada.accountId, { id: direct.id }],
  ])
  for (const other of [ben, cleo]) {
    await askFriend(running.chat, ada, other.accountId)
    await askFriend(running.chat, other, ada.accountId)
  }
  await running.chat.told.stop()
  for (const { blocks } of [dying, late]) blocks.evictAll()
  const making = createGroup(dying, ada, [ben.accountId, cleo.accountId])
  expect((await told(making)).map(([t]) => t)).toEqual(Array.from({ length: 3 }, () => 'CHANNEL_CREATE'))
  const { id } = await making
  const gone = await told(removeRecipient(dying, ada, { channelId: id, accountId: ben.accountId }))
  expect(gone).toContainEqual(['CHANNEL_DELETE', ben.accountId, expect.objectContaining({ id })])
  await close(cleo, id)
  expect(await told(close(ada, id))).toContainEqual([
    'CHANNEL_DELETE',
    ada.accountId,
    expect.objectContaining({ id }),
  ])
})

test('a guild that was restored is told to everybody in it', async () => {
  await deleteGuild(late, ada, guild.id)
  await late.told.stop()
  // They joined long before.
  await running.storage.admin`update members set joined_at = now() - interval '1 year'`
  const events = await told(restoreGuild(dying, ada, guild.id))
  expect(events.map(([t, who]) => [t, who])).toEqual(
    [ada.accountId, ben.accountId]
      .toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
      .map((who) => ['GUILD_CREATE', who]),
  )
})
