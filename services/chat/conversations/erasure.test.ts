import { profileChanged, profilesTopic } from '@alles/accounts/contract'
import { eraseRows, keysToDestroy } from '@alles/platform/catalogue'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { catalogue } from '../catalogue.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

type Mode = 'pseudonymise' | 'everything'

let chat: RunningChat
let ben: Person
let ada: Person
let channelId = ''
let groupId = ''
let count = 0

beforeAll(async () => {
  chat = await startChat()
  ben = await chat.human('ben')
})
afterAll(() => chat.stop())
beforeEach(async () => {
  count += 1
  ada = await chat.human(`ada${count}`)
  await ada.api.putRelationship({ userId: ben.id })
  await ben.api.putRelationship({ userId: ada.id })
  ;({ id: channelId } = await ada.api.openConversation({ recipient_id: ben.id }))
  await ada.api.sendMessage({ channelId, content: 'From Ada' })
  await ben.api.sendMessage({ channelId, content: `From Ben to <@${ada.id}>` })
  ;({ id: groupId } = await ada.api.openConversation({ recipients: [] }))
  await ada.api.addRecipient({ channelId: groupId, userId: ben.id })
  await ada.api.putNote({ userId: ben.id, note: 'Kind' })
  await ben.api.putNote({ userId: ada.id, note: 'Kind too' })
  await ada.api.editPersonalSettings({ theme: 'dark' })
  ben.heard.length = 0
})

/** What the privacy service has done about an account. */
async function erase(person: Person, mode: Mode): Promise<void> {
  await chat.accounts.forget({ accountId: person.id, mode })
  await chat.internal.leaveEverything({ accountId: person.id, mode })
  const subject = { kind: 'account', id: person.id } as const
  const { database } = chat.parts
  const keys = await keysToDestroy(database, catalogue, { subject, mode })
  await eraseRows(database, catalogue, { subject, mode })
  await chat.keys.destroy({ ids: keys })
  chat.parts.bus.publish(profilesTopic, profileChanged, { accountId: person.id, gone: true })
}

/** Tables and columns that still name an account. */
async function traces(accountId: string): Promise<string[]> {
  const columns = await chat.storage.admin<{ table: string; column: string }[]>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = 'public' and data_type = 'bigint'`
  const found = await Promise.all(
    columns.map(async ({ table, column }) => {
      const { admin } = chat.storage
      const rows = await admin`select from ${admin(table)} where ${admin(column)} = ${accountId} limit 1`
      return rows.length > 0 ? [`${table}.${column}`] : []
    }),
  )
  return found.flat()
}

test('whoever is pseudonymised stays in the other’s history as nobody, tied to nothing', async () => {
  await erase(ada, 'pseudonymise')
  const [answer, first] = await ben.api.listMessages({ channelId })
  expect(first).toMatchObject({ content: 'From Ada', author: { username: '[deleted user]' } })
  expect(first?.author.id).not.toBe(ada.id)
  expect(answer?.content).toBe(`From Ben to <@${first?.author.id}>`)
  const listed = (await ben.api.listConversations({})).find((one) => one.id === channelId)
  expect(listed?.recipients).toMatchObject([{ id: first?.author.id, username: '[deleted user]' }])
  expect(await ben.api.getChannel({ channelId: groupId })).toMatchObject({ owner_id: ben.id, recipients: [] })
  expect(await chat.codeOf(ben.api.sendMessage({ channelId, content: 'x' }))).toBe('cannot_write_to')
  expect(await chat.codeOf(ben.api.openConversation({ recipient_id: ada.id }))).toBe('unknown_user')
  expect(await ben.api.listRelationships({})).toEqual([])
  expect(await traces(ada.id)).toEqual([])
  const told = ben.heard.map(({ t }) => t)
  expect(told).toEqual(
    expect.arrayContaining(['CHANNEL_UPDATE', 'CHANNEL_RECIPIENT_REMOVE', 'RELATIONSHIP_REMOVE']),
  )
  for (const { d } of ben.heard) expect(JSON.stringify(d)).not.toContain(`ada${count}`)
})

test('with everything, what they wrote goes, and what the other wrote stays', async () => {
  await erase(ada, 'everything')
  const messages = await ben.api.listMessages({ channelId })
  expect(messages.map((one) => one.author.id)).toEqual([ben.id])
  expect(ben.heard.map(({ t }) => t)).toContain('MESSAGE_DELETE_BULK')
  const listed = (await ben.api.listConversations({})).find((one) => one.id === channelId)
  expect(listed?.recipients).toMatchObject([{ username: '[deleted user]' }])
  expect(await traces(ada.id)).toEqual([])
})

test('what nobody is in any more goes whole, with its keys', async () => {
  const carl = await chat.human('carl')
  await ada.api.putRelationship({ userId: carl.id })
  await carl.api.putRelationship({ userId: ada.id })
  const { id } = await ada.api.openConversation({ recipient_id: carl.id })
  await ada.api.sendMessage({ channelId: id, content: 'Ours' })
  await erase(ada, 'pseudonymise')
  expect(await carl.api.listMessages({ channelId: id })).toHaveLength(1)
  await erase(carl, 'pseudonymise')
  const rows = await chat.storage.admin`
    select from guilds where id = ${id} union all select from messages where channel_id = ${id}`
  expect(rows).toHaveLength(0)
})

test('done twice, it does nothing more', async () => {
  await erase(ada, 'everything')
  expect(await chat.internal.leaveEverything({ accountId: ada.id, mode: 'everything' })).toEqual({
    left: 0,
    deletedGuilds: 0,
    keysDestroyed: 0,
    rows: { messages: 0, reactors: 0, poll_votes: 0 },
  })
})
