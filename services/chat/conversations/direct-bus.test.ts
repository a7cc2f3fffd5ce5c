import { createLocalBus } from '@alles/platform/events'
import { silentLog } from '@alles/platform/log'
import { expect, test } from 'vitest'
import {
  accountTopic,
  dispatch,
  firstSettings,
  guildTopic,
  permissions,
  type GuildState,
} from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'
import { createDirectBus } from './direct-bus.ts'

const recipient = (accountId: string | null, given: { present?: boolean; hidden?: boolean } = {}) => ({
  accountId,
  membershipRef: `7${accountId ?? ''}`,
  present: true,
  hidden: false,
  ...given,
})

const conversation: GuildState = {
  id: '100',
  kind: 1,
  name: '',
  ownerId: '1',
  version: '1',
  membersVersion: '1',
  threadsVersion: '1',
  threads: new Map(),
  memberCount: 2,
  keyId: '5',
  settings: firstSettings,
  emojis: [],
  stickers: [],
  roles: [],
  channels: [],
  recipients: [
    recipient('1'),
    recipient('2'),
    recipient('3', { hidden: true }),
    recipient('4', { present: false }),
    recipient(null),
  ],
  createdAt: 0,
}

function hear(inMemory: boolean) {
  const bus = createLocalBus(silentLog)
  const heard: [string, object][] = []
  for (const topic of ['1', '2', '3', '4'].map(accountTopic).concat(guildTopic('100'), guildTopic('200')))
    bus.subscribe(topic, dispatch, ({ d }) => heard.push([topic, d]))
  const guilds = {
    peek: (id: string) => (inMemory && id === '100' ? conversation : undefined),
    get: async (id: string) => (id === '100' ? conversation : null),
  }
  return { heard, direct: createDirectBus({ bus, guilds, log: silentLog }) }
}

const place = { kind: 'channel', guildId: '100', channelId: '100' } as const

test.each([true, false])(
  'tells those in a conversation, and of no guild (in memory: %s)',
  async (inMemory) => {
    const { heard, direct } = hear(inMemory)
    const mentions = [{ id: '2', member: { nick: null } }]
    const d = { id: '9', guild_id: '100', channel_type: 0, member: {}, mentions }
    publish(direct, [{ t: 'MESSAGE_CREATE', d, audience: place }])
    const told = { id: '9', channel_type: 1, mentions: [{ id: '2' }] }
    await expect
      .poll(() => heard)
      .toEqual([
        [accountTopic('1'), told],
        [accountTopic('2'), told],
      ])
  },
)

test('tells nobody what takes a permission nobody has in conversations', () => {
  const { heard, direct } = hear(true)
  publish(direct, [{ t: 'INVITE_CREATE', d: {}, audience: { ...place, needs: permissions.MANAGE_CHANNELS } }])
  expect(heard).toEqual([])
})

test('leaves what is told of guilds as it is', () => {
  const { heard, direct } = hear(true)
  const d = { guild_id: '200' }
  publish(direct, [
    { t: 'MESSAGE_CREATE', d, audience: { kind: 'channel', guildId: '200', channelId: '201' } },
  ])
  publish(direct, [{ t: 'GUILD_UPDATE', d, audience: { kind: 'guild', guildId: '200' } }])
  expect(heard).toEqual([
    [guildTopic('200'), d],
    [guildTopic('200'), d],
  ])
})
