import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '@alles/platform/http'
import { kinds, type GuildState, type MemberState } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { leaveGuild } from '../guilds/leave-guild.ts'
import { findMember } from '../members/find-member.ts'
import { editMessage } from './edit-message.ts'
import { listMessages } from './list-messages.ts'
import { say } from './say.ts'
import { sendMessage } from './send-message.ts'
import { startMessages, type ChatProcess, type RunningMessages } from './testing/start-messages.ts'

let running: RunningMessages
let chat: ChatProcess
let ada: Actor
let guild: GuildState
let place: { guildId: string; channelId: string; accountId: string }

beforeAll(async () => {
  running = await startMessages()
  chat = running.chat
  ada = await running.account()
  guild = await running.guild(ada)
  const channelId = guild.channels.find((channel) => channel.type === 0)?.id ?? ''
  place = { guildId: guild.id, channelId, accountId: ada.accountId }
})
afterAll(() => running.stop())

async function now(): Promise<GuildState> {
  const state = await chat.guilds.get(guild.id)
  if (!state) throw new Error('the guild is gone')
  return state
}

/** Somebody who was here a moment ago. */
async function leaver(): Promise<{ ben: Actor; member: MemberState }> {
  const ben = await running.account()
  await running.join(guild.id, ben)
  const member = await findMember(chat, await now(), ben.accountId)
  if (!member) throw new Error('who joined is no member')
  await leaveGuild(chat, ben, guild.id)
  return { ben, member }
}

describe('what the system says', () => {
  test('is a message of its kind in the name of a member, without words', async () => {
    chat.heard.length = 0
    const said = await say(chat, { ...place, kind: kinds.joined })
    expect(said).toMatchObject({ type: 7, content: '', author: { id: ada.accountId }, mentions: [] })
    expect(chat.heard).toMatchObject([{ t: 'MESSAGE_CREATE', d: { id: said?.id, type: 7 } }])
    expect(await listMessages(chat, ada, { channelId: place.channelId, limit: 1 })).toEqual([said])
  })

  test('names the message that it speaks of, and does not show it', async () => {
    const { channelId } = place
    const pinned = await sendMessage(chat, {
      by: ada,
      input: { channelId, content: 'keep this' },
      received: [],
    })
    const said = await say(chat, { ...place, kind: kinds.pinned, about: { channelId, id: pinned.id } })
    expect(said).toMatchObject({
      type: 6,
      message_reference: { type: 0, message_id: pinned.id, channel_id: channelId, guild_id: guild.id },
    })
    expect(said).not.toHaveProperty('referenced_message')
  })

  test('mentions nobody, whatever a name looks like', async () => {
    const said = await say(chat, {
      ...place,
      kind: kinds.channelNamed,
      content: `@everyone <@${ada.accountId}>`,
    })
    expect(said).toMatchObject({
      mention_everyone: false,
      mentions: [],
      content: `@everyone <@${ada.accountId}>`,
    })
  })

  test('cannot be edited', async () => {
    const said = await say(chat, { ...place, kind: kinds.joined })
    const edit = editMessage(chat, {
      by: ada,
      input: {
        channelId: place.channelId,
        messageId: said?.id ?? '',
        content: 'x',
      },
      received: [],
    })
    await expect(edit).rejects.toMatchObject({ kind: { code: 'not_editable' } })
  })

  test('is said in the name of one who has left, where that is asked for, and names whom it tells of', async () => {
    const { ben, member } = await leaver()
    const whom = { whom: member.membershipRef }
    const saying = { ...place, kind: kinds.recipientRemoved, accountId: ben.accountId, ...whom }
    expect(await say(chat, saying)).toBeNull()
    const said = await say(chat, { ...saying, formerly: member })
    expect(said).toMatchObject({ type: 2, author: { id: ben.accountId }, mentions: [{ id: ben.accountId }] })
  })

  test('refers to what it speaks of, although that is no message', async () => {
    const about = { channelId: '17', id: '17' }
    const said = await say(chat, { ...place, kind: kinds.threadCreated, content: 'Compost', about })
    expect(said).toMatchObject({
      type: 18,
      content: 'Compost',
      message_reference: { type: 0, channel_id: '17', guild_id: guild.id },
    })
  })

  test('is said although the guild changes meanwhile, and not where nobody is left to say it', async () => {
    const saying = say(chat, { ...place, kind: kinds.joined })
    await changeGuild(chat, guild.id, { apply: async () => undefined, announce: () => [] })
    expect(await saying).not.toBeNull()
    expect(await say(chat, { ...place, accountId: '1', kind: kinds.joined })).toBeNull()
    expect(await say(chat, { ...place, channelId: '1', kind: kinds.joined })).toBeNull()
  })
})
