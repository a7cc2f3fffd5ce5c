import { afterAll, beforeAll, expect, test } from 'vitest'
import { bits } from '../contract/index.ts'
import { startChat, type RunningChat } from '../testing/start-chat.ts'

const dayMs = 86_400_000
let chat: RunningChat
beforeAll(async () => {
  chat = await startChat()
})
afterAll(() => chat.stop())

test('pruning removes who came long ago and wrote nothing since, but nobody with another role', async () => {
  const owner = await chat.person()
  const [silent, talking, trusted, late, pruner] = await Promise.all(
    Array.from({ length: 5 }, () => chat.person()),
  )
  if (!silent || !talking || !trusted || !late || !pruner) throw new Error('nobody came')
  const { id: guildId, channelId } = await chat.guildOf(owner, silent, talking, trusted, pruner)
  const permissions = bits('KICK_MEMBERS', 'MANAGE_GUILD').toString()
  const watch = await owner.api.createRole({ guildId, permissions })
  const friends = await owner.api.createRole({ guildId })
  await owner.api.giveRole({ guildId, userId: pruner.id, roleId: watch.id })
  await owner.api.giveRole({ guildId, userId: trusted.id, roleId: friends.id })
  chat.clock.advance(8 * dayMs)
  await talking.api.sendMessage({ channelId, content: 'here' })
  const { code } = await owner.api.createInvite({ channelId })
  await late.api.acceptInvite({ code })

  expect(await pruner.api.countPrune({ guildId, days: 7 })).toEqual({ pruned: 1 })
  expect(await pruner.api.countPrune({ guildId, days: 30 })).toEqual({ pruned: 0 })
  expect(await pruner.api.countPrune({ guildId, days: 7, include_roles: [friends.id] })).toEqual({
    pruned: 2,
  })
  expect(await chat.codeOf(pruner.api.prune({ guildId, include_roles: [watch.id] }))).toBe(
    'missing_permissions',
  )
  expect(await chat.codeOf(pruner.api.countPrune({ guildId, include_roles: ['1'] }))).toBe('unknown_role')
  expect(await chat.codeOf(talking.api.prune({ guildId }))).toBe('missing_permissions')

  const heard = chat.listen(guildId)
  expect(await pruner.api.prune({ guildId, days: 7 })).toEqual({ pruned: 1 })
  expect(heard).toMatchObject([{ t: 'GUILD_MEMBER_REMOVE', d: { user: { id: silent.id } } }])
  expect(silent.heard.at(-1)).toMatchObject({ t: 'GUILD_DELETE', d: { id: guildId } })
  expect(await pruner.api.prune({ guildId, compute_prune_count: false })).toEqual({ pruned: null })
  const [entry] = (await owner.api.listAuditLog({ guildId })).audit_log_entries
  expect(entry).toMatchObject({
    action_type: 21,
    user_id: pruner.id,
    options: { delete_member_days: '7', members_removed: '1' },
  })
})
