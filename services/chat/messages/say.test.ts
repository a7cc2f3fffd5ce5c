import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '@alles/platform/http'
import { kinds, type GuildState } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
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
    const pinned = await sendMessage(chat, ada, { channelId, content: 'keep this' })
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
    const edit = editMessage(chat, ada, {
      channelId: place.channelId,
      messageId: said?.id ?? '',
      content: 'x',
    })
    await expect(edit).rejects.toMatchObject({ kind: { code: 'not_editable' } })
  })

  test('is said although the guild changes meanwhile, and not where nobody is left to say it', async () => {
    const saying = say(chat, { ...place, kind: kinds.joined })
    await changeGuild(chat, guild.id, { apply: async () => undefined, announce: () => [] })
    expect(await saying).not.toBeNull()
    expect(await say(chat, { ...place, accountId: '1', kind: kinds.joined })).toBeNull()
    expect(await say(chat, { ...place, channelId: '1', kind: kinds.joined })).toBeNull()
  })
})
