import { invite, makeGuild, type TestGuild, type TestPerson } from './person.ts'
import { smallestPicture } from './pictures.ts'
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
  await befriend(owner, guest)
  const group = await make('/users/@me/channels', { recipients: [] })
  await owner.call('PUT', `/api/v10/channels/${group.id}/recipients/${guest.id}`, {})
  const { id: emojiId } = await make(`/guilds/${guild.id}/emojis`, { name: 'carrot', image: picture })
  const template = await make(`/guilds/${guild.id}/templates`, { name: 'Allotments' })
  const rules = { field_type: 'TERMS', label: 'Rules', values: ['Be kind'], required: true }
  await owner.call('PATCH', `/api/v10/guilds/${guild.id}/member-verification`, {
    enabled: true,
    form_fields: [rules],
  })
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
    ...(await pollSamples(guild, make)),
    userId: [guest.id],
    'chat.openConversation.recipient_id': [guest.id],
    'chat.openConversation.recipients': [[guest.id]],
    'chat.requestFriend.username': [guest.username],
    'chat.addRecipient.channelId': [group.id],
    'chat.removeRecipient.channelId': [group.id],
    owner_id: [owner.id],
    author_id: [owner.id],
    mentions: [guest.id],
    has: ['link,-poll'],
    sort_by: ['timestamp'],
    sort_order: ['desc'],
    roleId: [role.id],
    overwriteId: [role.id],
    emojiId: [emojiId],
    stickerId: [await makeSticker(owner, guild)],
    user_id: [owner.id],
    system_channel_id: [guild.channel],
    rules_channel_id: [guild.channel],
    public_updates_channel_id: [guild.channel],
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
    'chat.countPrune.include_roles': [role.id],
    include_roles: [[role.id]],
    user_ids: [[guest.id]],
    'chat.editScreening.form_fields': [[rules]],
    'chat.agreeToRules.form_fields': [[{ ...rules, response: true }]],
    'chat.getTemplate.code': [template.code],
    'chat.useTemplate.code': [template.code],
    'chat.syncTemplate.code': [template.code],
    'chat.editTemplate.code': [template.code],
    'chat.deleteTemplate.code': [template.code],
    'chat.editVanity.code': ['garden-plots'],
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

/** A poll, which is another message than the one that is reacted to, pinned and edited. */
async function pollSamples(
  guild: TestGuild,
  make: (path: string, body: object) => Promise<{ id: string }>,
): Promise<Samples> {
  const poll = { question: { text: 'Sow what?' }, answers: [{ poll_media: { text: 'Beans' } }] }
  const { id } = await make(`/channels/${guild.channel}/messages`, { poll })
  return Object.fromEntries(
    ['vote', 'takeBackVote', 'setVotes', 'listVoters', 'endPoll'].map((name) => [
      `chat.${name}.messageId`,
      [id],
    ]),
  )
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

/** A group is made of friends. */
async function befriend(owner: TestPerson, guest: TestPerson): Promise<void> {
  await owner.raw('PUT', `/api/v10/users/@me/relationships/${guest.id}`, {})
  await guest.raw('PUT', `/api/v10/users/@me/relationships/${owner.id}`, {})
}

async function makeSticker(owner: TestPerson, guild: TestGuild): Promise<string> {
  const form = new FormData()
  for (const field of ['name', 'description', 'tags']) form.append(field, 'carrot')
  form.append('file', new Blob([Uint8Array.from(smallestPicture)], { type: 'image/gif' }), 'carrot.gif')
  const headers = { cookie: owner.cookie }
  const path = `/api/v10/guilds/${guild.id}/stickers`
  const answer = await fetch(`${owner.origin}${path}`, { method: 'POST', headers, body: form })
  if (!answer.ok) throw new Error(`no sticker was made: ${answer.status} ${await answer.text()}`)
  return ((await answer.json()) as { id: string }).id
}

/** As clients send it. */
const picture = `data:image/gif;base64,${smallestPicture.toString('base64')}`

const plain: Samples = {
  emoji: ['🥕'],
  answerId: [1],
  answer_ids: [[1]],
  poll: [
    {
      question: { text: 'Sow what?' },
      answers: [{ poll_media: { text: 'Beans', emoji: { name: '🫘' } } }],
      duration: 1,
      allow_multiselect: true,
      layout_type: 1,
    },
  ],
  'chat.listPins.before': ['2026-01-01T00:00:00Z'],
  'chat.putRelationship.type': [2],
  'chat.editPersonalSettings.status': ['idle'],
  'chat.editPersonalSettings.theme': ['dark'],
  custom_status: [{ text: 'Digging', emoji_id: null, emoji_name: null, expires_at: null }],
  guild_folders: [[{ id: 1, name: 'Beds', color: 1, guild_ids: ['1'] }]],
  friend_source_flags: [{ all: true }],
  locale: ['de'],
  timezone_offset: [60],
  note: ['Grows beans'],
  mute_config: [null],
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
  'chat.deleteMessages.messages': [['1', '2']],
  auto_archive_duration: [60],
  default_auto_archive_duration: [60],
  default_reaction_emoji: [{ emoji_name: '👍' }],
  'chat.listPublicArchivedThreads.before': ['2026-01-01T00:00:00Z'],
  'chat.listPrivateArchivedThreads.before': ['2026-01-01T00:00:00Z'],
  'chat.listPublicArchivedThreads.limit': [2],
  'chat.listPrivateArchivedThreads.limit': [2],
  'chat.listMyArchivedThreads.limit': [2],
  description: ['Beds and borders'],
  'oauth.createApplication.description': ['A program'],
  tags: ['garden'],
  image: [picture],
  icon: [picture],
  'chat.editGuild.banner': [null],
  unicode_emoji: ['🥕'],
  verification_level: [0],
  default_message_notifications: [0],
  explicit_content_filter: [0],
  nsfw_level: [0],
  system_channel_flags: [0],
  preferred_locale: ['en-US'],
  features: [['INVITES_DISABLED']],
  days: [7],
  action_type: [22],
  version: ['2026-01-01T00:00:00.000Z'],
  communication_disabled_until: ['2026-01-01T00:00:00.000Z'],
  'chat.searchBans.limit': [10],
  colors: [{ primary_color: 1 }],
  age: [30],
  email: [null],
  redirect_uris: [['https://example.org/back']],
  terms_url: ['https://example.org/terms'],
  privacy_url: ['https://example.org/privacy'],
}
