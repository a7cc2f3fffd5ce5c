import * as media from '@alles/media/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bits, permissions } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let running: RunningChat
let ada: Person
let ben: Person
let eve: Person
let guild: { id: string; channelId: string }
beforeAll(async () => {
  running = await startChat()
  ada = await running.person()
  ben = await running.person()
  eve = await running.person()
  guild = await running.guildOf(ada, ben)
})
afterAll(() => running.stop())

const files = (...names: string[]) => names.map((filename) => ({ filename, file_size: 5 }))
const prepare = (person: Person, channelId = guild.channelId) =>
  person.api.prepareAttachments({ channelId, files: files('a b.png', 'c.txt') })

/** What everybody may do in the channel, from now on. */
const deny = (what: bigint) =>
  ada.api.setOverwrite({
    channelId: guild.channelId,
    overwriteId: guild.id,
    type: 0,
    allow: '0',
    deny: `${what}`,
  })

describe('room for files', () => {
  test('is made for who may send them, as Discord’s clients ask', async () => {
    const { attachments } = await prepare(ben)
    expect(attachments).toEqual([
      {
        id: 0,
        upload_filename: expect.stringMatching(/^\d+\/a_b\.png$/) as string,
        upload_url: expect.stringMatching(
          /^http:\/\/localhost:3000\/media\/uploads\/\d+-[0-9a-f]{32}$/,
        ) as string,
      },
      expect.objectContaining({ id: 1 }),
    ])
    const [first] = attachments
    const sent = await running.parts.http.inject({
      method: 'PUT',
      url: new URL(first?.upload_url ?? '').pathname,
      payload: Buffer.from('hello'),
    })
    expect(sent.json()).toMatchObject({ complete: true })
  })

  test('is refused to strangers, to who may not attach, and for too much', async () => {
    expect(await running.codeOf(prepare(eve))).toBe('unknown_channel')
    await deny(permissions.ATTACH_FILES)
    expect(await running.codeOf(prepare(ben))).toBe('missing_permissions')
    expect(await running.codeOf(prepare(ada))).toBe('done')
    await deny(permissions.SEND_MESSAGES)
    expect(await running.codeOf(prepare(ben))).toBe('missing_permissions')
    await deny(0n)
    const big = [{ filename: 'x', file_size: 25 * 1024 * 1024 + 1 }]
    const ask = ben.api.prepareAttachments({ channelId: guild.channelId, files: big })
    expect(await running.codeOf(ask)).toBe('file_too_large')
    const many = files(...Array.from({ length: 11 }, () => 'x'))
    expect(
      await running.codeOf(ben.api.prepareAttachments({ channelId: guild.channelId, files: many })),
    ).toBe('invalid_input')
  })
})

describe('addresses that have expired', () => {
  const addresses = () => running.parts.calls.of(media).attachmentAddresses({})
  const refreshed = async (person: Person, ...urls: string[]) =>
    (await person.api.refreshUrls({ attachment_urls: urls })).refreshed_urls.map((one) => one.refreshed)

  test('are made anew for who may read their channel, and for nobody else', async () => {
    const file = { channelId: guild.channelId, id: '77', filename: 'a.png' }
    const old = (await addresses()).of(file)
    const preview = (await addresses()).ofPreview(file)
    running.clock.advance(3 * 86_400_000)
    const fresh = [(await addresses()).of(file), (await addresses()).ofPreview(file)]
    expect(fresh).not.toContain(old)
    expect(await refreshed(ben, old, preview)).toEqual(fresh)
    expect(await refreshed(eve, old)).toEqual([null])
    expect(
      await refreshed(ben, 'https://example.org/', old.replace('77', '78'), old.replace(/hm=../, 'hm=00')),
    ).toEqual([null, null, null])
    await deny(bits('READ_MESSAGE_HISTORY'))
    expect(await refreshed(ben, old)).toEqual([null])
    await deny(permissions.VIEW_CHANNEL)
    expect(await refreshed(ben, old)).toEqual([null])
    expect(await refreshed(ada, old)).toEqual([fresh[0]])
    await deny(0n)
    await ada.api.kickMember({ guildId: guild.id, userId: ben.id })
    expect(await refreshed(ben, old)).toEqual([null])
  })
})
