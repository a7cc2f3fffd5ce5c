import { eraseRows, keysToDestroy } from '@alles/platform/catalogue'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalogue } from '../catalogue.ts'
import { deleteGuild } from '../guilds/delete-guild.ts'
import { clearAwayHidden } from '../guilds/purge-guild.ts'
import { deleteAllBy } from '../messages/delete-all-by.ts'
import { sendMessage } from '../messages/send-message.ts'
import { startMessages, type RunningMessages } from '../messages/testing/start-messages.ts'
import { indexNewer } from './index-channel.ts'

let running: RunningMessages
beforeAll(async () => {
  running = await startMessages()
})
afterAll(() => running.stop())

/** Two who wrote the same in one guild, which is indexed. */
async function twoWriters() {
  const [ada, ben] = [await running.account(), await running.account()]
  const guild = await running.guild(ada)
  const channelId = guild.channels.find((one) => one.type === 0)?.id ?? ''
  await running.join(guild.id, ben)
  for (const by of [ada, ben])
    await sendMessage(running.chat, { by, input: { channelId, content: 'the same words' }, received: [] })
  await indexNewer(running.chat, channelId)
  const tokensOf = async (accountId: string) => {
    const rows = await running.storage.admin`
      select from message_tokens t join memberships m on m.ref = t.author_ref
      where m.guild_id = ${guild.id} and m.account_id = ${accountId}`
    return rows.length
  }
  const left = async () => {
    const rows = await running.storage.admin<{ author_ref: string }[]>`
      select author_ref from message_tokens where channel_id = ${channelId}`
    return rows.map((row) => row.author_ref)
  }
  return { ada, ben, guild, channelId, tokensOf, left }
}

const refsOf = async (accountId: string) => {
  const rows = await running.storage.admin<{ ref: string }[]>`
    select ref from memberships where account_id = ${accountId}`
  return rows.map((row) => row.ref)
}

test('who deletes everything leaves no token, whichever way it goes', async () => {
  const { ada, ben, tokensOf, left } = await twoWriters()
  expect([await tokensOf(ada.accountId), await tokensOf(ben.accountId)]).toEqual([1, 1])
  const [ref = ''] = await refsOf(ben.accountId)
  await deleteAllBy(running.chat, ref)
  expect(await left()).not.toContain(ref)
  expect(await left()).toHaveLength(1)
  const again = await twoWriters()
  const subject = { kind: 'account', id: again.ben.accountId } as const
  const refs = await refsOf(again.ben.accountId)
  await running.chat.keys.destroy({
    ids: await keysToDestroy(running.chat.database, catalogue, { subject, mode: 'everything' }),
  })
  await eraseRows(running.chat.database, catalogue, { subject, mode: 'everything' })
  expect((await again.left()).filter((one) => refs.includes(one))).toEqual([])
  expect(await again.left()).toHaveLength(1)
})

test('who leaves what they wrote leaves it to be found', async () => {
  const { ben, left } = await twoWriters()
  const refs = await refsOf(ben.accountId)
  const subject = { kind: 'account', id: ben.accountId } as const
  await eraseRows(running.chat.database, catalogue, { subject, mode: 'pseudonymise' })
  expect((await left()).filter((one) => refs.includes(one))).toHaveLength(1)
})

test('a guild that is deleted for good takes its index along', async () => {
  const { ada, guild, left } = await twoWriters()
  await deleteGuild(running.chat, ada, guild.id)
  await clearAwayHidden(running.chat, guild.id)
  expect(await left()).toEqual([])
  for (const table of ['search_days', 'search_channels'])
    expect(
      await running.storage.admin`
        select from ${running.storage.admin(table)} where guild_id = ${guild.id}`,
    ).toHaveLength(0)
})
