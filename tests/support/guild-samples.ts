import { invite, makeGuild, type TestGuild, type TestPerson } from './person.ts'
import type { Samples } from './sample-input.ts'

/** Who and what the samples speak of. */
export interface Known {
  readonly owner: TestPerson
  readonly guest: TestPerson
  readonly application: string
}

/** A new guild with one of everything in it, and by the names of fields what leads to it or fits beside it. */
export async function guildSamples(known: Known): Promise<{ guild: TestGuild; samples: Samples }> {
  const { owner, guest, application } = known
  const guild = await makeGuild(owner)
  await invite(owner, guild, guest)
  const make = async (path: string, body: object) =>
    owner.call<{ id: string; code: string }>('POST', `/api/v10${path}`, body)
  const message = await make(`/channels/${guild.channel}/messages`, { content: 'Hello' })
  const role = await make(`/guilds/${guild.id}/roles`, { name: 'Gardeners' })
  const { code } = await make(`/channels/${guild.channel}/invites`, { unique: true })
  const category = await make(`/guilds/${guild.id}/channels`, { name: 'Beds', type: 4 })
  const forum = await make(`/guilds/${guild.id}/channels`, {
    name: 'Questions',
    type: 15,
    available_tags: [{ name: 'Soil' }],
  })
  const thread = await make(`/channels/${guild.channel}/threads`, { name: 'Compost', type: 11 })
  await guest.call('PUT', `/api/v10/channels/${thread.id}/thread-members/@me`)
  const ids = {
    guildId: [guild.id],
    guild_id: [guild.id],
    channelId: [guild.channel],
    channel_id: [guild.channel],
    parent_id: [category.id],
    messageId: [message.id],
    userId: [guest.id],
    owner_id: [owner.id],
    roleId: [role.id],
    overwriteId: [role.id],
    id: [application],
    client_id: [application],
    account: [owner.id],
    'accounts.endSession.id': ['1'],
    'privacy.downloadExport.id': ['1'],
    'privacy.withdrawRequest.id': ['1'],
  }
  const bodies = {
    'chat.moveChannels.moves': [
      [{ id: guild.channel, position: 1, parent_id: category.id, lock_permissions: true }],
    ],
    'chat.moveRoles.moves': [[{ id: role.id, position: 1 }]],
    permission_overwrites: [[{ id: role.id, type: 0, allow: '0', deny: '0' }]],
    roles: [[role.id]],
    channels: [
      [
        { id: '1', name: 'beds', type: 4 },
        { name: 'talk', parent_id: '1', topic: 'Soil' },
      ],
    ],
    message_reference: [{ type: 0, message_id: message.id, channel_id: guild.channel, guild_id: guild.id }],
    allowed_mentions: [{ parse: ['roles'], users: [guest.id], roles: [role.id], replied_user: true }],
    login: [owner.username],
    password: [owner.password],
    code: [code],
    'accounts.signIn.code': [null],
    'accounts.confirmPassword.code': [null],
  }
  const threads = threadSamples(thread.id, forum)
  return { guild, samples: { ...ids, ...bodies, ...threads, ...plain } }
}

function threadSamples(thread: string, forum: { id: string }): Samples {
  const { available_tags: tags } = forum as unknown as { available_tags: { id: string; name: string }[] }
  return {
    'chat.startThread.channelId': [forum.id],
    'chat.startThread.message': [{ content: 'Hello' }],
    'chat.joinThread.channelId': [thread],
    'chat.leaveThread.channelId': [thread],
    'chat.addThreadMember.channelId': [thread],
    'chat.removeThreadMember.channelId': [thread],
    'chat.getThreadMember.channelId': [thread],
    'chat.listThreadMembers.channelId': [thread],
    available_tags: [[{ ...tags[0], emoji_name: '🌱' }]],
    applied_tags: [tags.map((tag) => tag.id)],
  }
}

const plain: Samples = {
  type: [0],
  name: ['Allotment'],
  nick: ['Green'],
  query: ['per'],
  scope: ['bot', 'account'],
  kind: ['erasure'],
  mode: ['pseudonymise'],
  permissions: ['0'],
  allow: ['0'],
  deny: ['0'],
  content: ['Hello'],
  nonce: ['one'],
  auto_archive_duration: [60],
  default_auto_archive_duration: [60],
  default_reaction_emoji: [{ emoji_name: '👍' }],
  'chat.listPublicArchivedThreads.before': ['2026-01-01T00:00:00Z'],
  'chat.listPrivateArchivedThreads.before': ['2026-01-01T00:00:00Z'],
  'chat.listPublicArchivedThreads.limit': [2],
  'chat.listPrivateArchivedThreads.limit': [2],
  'chat.listMyArchivedThreads.limit': [2],
  colors: [{ primary_color: 1 }],
  age: [30],
  email: [null],
  redirect_uris: [['https://example.org/back']],
  terms_url: ['https://example.org/terms'],
  privacy_url: ['https://example.org/privacy'],
}
