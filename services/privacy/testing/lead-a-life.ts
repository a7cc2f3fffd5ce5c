import { Readable } from 'node:stream'
import { createAuthenticator, greyPng } from '@alles/platform/testing'
import type { RunningPrivacy, Somebody } from './start-privacy.ts'

/** What somebody left behind, as others would look for it. */
export interface Life {
  readonly who: Somebody
  /** A guild of their own that nobody else is in, and one they share. */
  readonly ownGuildId: string
  readonly sharedGuildId: string
  readonly sharedChannelId: string
  readonly botId: string
  /** Words they wrote, each found nowhere else. */
  readonly words: readonly string[]
}

const words = [
  'Face',
  'Story',
  'Nick',
  'Message',
  'Answer',
  'Remark',
  'Program',
  'Pronoun',
  'Welcome',
  'Key',
  'Whisper',
  'Thought',
  'Mood',
  'Beginning',
]

/**
 * Uses every feature once, so that every table with an owner holds a row of this person. A table that is added later
 * needs a line here; the test that walks the catalogues says which.
 */
export async function leadALife(
  running: RunningPrivacy,
  username: string,
  shared: { guildId: string; channelId: string; by: Somebody },
): Promise<Life> {
  const who = await running.person(username)
  const word = (what: string) => `${what} of ${username}`
  await running.accounts.grantAdministrator({ accountId: who.id })
  const uploaded = await who.request('POST', '/api/alles/uploads', greyPng(128, 128))
  const { upload } = JSON.parse(uploaded.body.toString()) as { upload: { id: string } }
  await who.api.editAccount({ avatar: upload.id })
  await who.api.editAccount({ display_name: word('Face'), bio: word('Story'), pronouns: word('Pronoun') })
  await who.api.changeUsername({ username: `${username}.again` })
  await running.as(who, { administrator: true }).api.createInvitation({ note: word('Welcome') })
  const { code } = await shared.by.api.createInvite({ channelId: shared.channelId })
  await who.api.acceptInvite({ code })
  await who.api.editMe({ guildId: shared.guildId, nick: word('Nick') })
  await takePart(who, shared)
  await writeAndRead(who, username, shared)
  await keepCompany(who, username, shared.by)
  await followThread(who, shared, word('Remark'))
  const elsewhere = await shared.by.api.createGuild({ name: 'Closed to some' })
  await shared.by.api.banAccount({ guildId: elsewhere.id, userId: who.id })
  const ownGuildId = await foundGuild(who, word('Guild'))
  await openThread(who, ownGuildId, word('Thread'))
  const { application } = await who.api.createApplication({
    name: word('Program'),
    redirect_uris: [],
    terms_url: 'https://example.org/terms',
    privacy_url: 'https://example.org/privacy',
  })
  await who.api.resetBotToken({ id: application.id })
  await signInOnDevice(who)
  await who.api.createRequest({ kind: 'access' })
  await guardTheDoor(running, who, username)
  await sendFiles(running, who, { ...shared, username })
  await beFindable(running, who, [shared.guildId, ownGuildId])
  return {
    who,
    ownGuildId,
    sharedGuildId: shared.guildId,
    sharedChannelId: shared.channelId,
    botId: application.id,
    words: words.map(word),
  }
}

/** One of somebody else's, by writing in it. */
async function followThread(
  who: Somebody,
  shared: { channelId: string; by: Somebody },
  content: string,
): Promise<void> {
  const { id } = await shared.by.api.startThread({ channelId: shared.channelId, name: 'Corner', type: 11 })
  await who.api.sendMessage({ channelId: id, content })
}

/** In the first channel of a guild. */
async function openThread(who: Somebody, guildId: string, name: string): Promise<void> {
  const channels = await who.api.listChannels({ guildId })
  const channelId = channels.find((channel) => channel.type === 0)?.id ?? ''
  await who.api.startThread({ channelId, name, type: 11 })
}

/** What others in a guild make of a member, and an invite. */
async function takePart(
  who: Somebody,
  shared: { guildId: string; channelId: string; by: Somebody },
): Promise<void> {
  const role = await shared.by.api.createRole({ guildId: shared.guildId, name: 'Gardener' })
  await shared.by.api.giveRole({ guildId: shared.guildId, userId: who.id, roleId: role.id })
  await shared.by.api.setOverwrite({
    channelId: shared.channelId,
    overwriteId: who.id,
    type: 1,
    allow: '1024',
    deny: '0',
  })
  await who.api.createInvite({ channelId: shared.channelId, max_age: 3600 })
}

/** Messages, one of them edited, and how far one has read and what one is told of. All written before was cleared. */
async function writeAndRead(
  who: Somebody,
  username: string,
  shared: { guildId: string; channelId: string; by: Somebody },
): Promise<void> {
  const word = (what: string) => `${what} of ${username}`
  await who.api.clearMine({ guildId: shared.guildId })
  const sent = await who.api.sendMessage({
    channelId: shared.channelId,
    content: word('First thought'),
    nonce: '1',
    enforce_nonce: true,
  })
  await who.api.sendMessage({
    channelId: shared.channelId,
    content: `${word('Answer')} to <@${shared.by.id}>`,
    message_reference: { message_id: sent.id },
  })
  await who.api.editMessage({
    channelId: shared.channelId,
    messageId: sent.id,
    content: word('Message'),
  })
  await answerInKind(who, { ...shared, messageId: sent.id })
  await who.api.acknowledgeMessage({ channelId: shared.channelId, messageId: sent.id })
  await who.api.editNotificationSettings({ guildId: shared.guildId, muted: true })
  await who.api.putDraft({ channelId: shared.channelId, content: word('Beginning') })
}

/** A reaction, a pin and a vote. */
async function answerInKind(
  who: Somebody,
  { channelId, messageId, by }: { channelId: string; messageId: string; by: Somebody },
): Promise<void> {
  await who.api.addReaction({ channelId, messageId, emoji: '🥕' })
  await by.api.pinMessage({ channelId, messageId })
  const poll = { question: { text: 'Sow what?' }, answers: [{ poll_media: { text: 'Beans' } }] }
  const { id } = await by.api.sendMessage({ channelId, poll })
  await who.api.vote({ channelId, messageId: id, answerId: 1 })
}

/** Friends, whom one writes to, and what one keeps to oneself. */
async function keepCompany(who: Somebody, username: string, friend: Somebody): Promise<void> {
  await who.api.putRelationship({ userId: friend.id })
  await friend.api.putRelationship({ userId: who.id })
  const { id: channelId } = await who.api.openConversation({ recipient_id: friend.id })
  await who.api.sendMessage({ channelId, content: `Whisper of ${username}` })
  await who.api.putNote({ userId: friend.id, note: `Thought of ${username}` })
  await who.api.editPersonalSettings({ custom_status: { text: `Mood of ${username}` } })
  await who.api.editPrivateNotifications({ muted: true })
}

/** A file that waits, one in a conversation, and a face for one guild. */
async function sendFiles(
  { media, admin }: RunningPrivacy,
  who: Somebody,
  { guildId, channelId, username }: { guildId: string; channelId: string; username: string },
): Promise<void> {
  const [membership] = await admin('chat')<{ key: string }[]>`
    select content_key_id as key from memberships where guild_id = ${guildId} and account_id = ${who.id}`
  const key = membership?.key ?? ''
  const receive = (text: string) =>
    media.receiveFile({ by: who.id, filename: 'file.txt', bytes: Readable.from([Buffer.from(text)]) })
  await receive(`Waiting file of ${username}`)
  const { upload_filename: upload } = await receive(`Attached by ${username}`)
  await media.attach({ by: who.id, channelId, key, files: [{ upload, filename: 'file.txt' }] })
  const file = greyPng(64, 64)
  await media.makePicture({ file, use: 'member_avatar', guildId, owner: guildId, key })
}

/** What was written in these guilds is in the index a moment later. */
async function beFindable(
  { admin }: RunningPrivacy,
  who: Somebody,
  guildIds: readonly string[],
): Promise<void> {
  for (const end = Date.now() + 5000; ;) {
    const rows = await admin('chat')`
      select distinct m.guild_id from message_tokens t join memberships m on m.ref = t.author_ref
      where m.account_id = ${who.id} and m.guild_id = any (${[...guildIds]})`
    if (rows.length === guildIds.length) return
    if (Date.now() > end) throw new Error('what was written is not in the index')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** With an emoji, a template and a sticker, which is sent as a form with a file. */
async function foundGuild(who: Somebody, name: string): Promise<string> {
  const { id: guildId } = await who.api.createGuild({ name })
  const image = `data:image/png;base64,${greyPng(32, 32).toString('base64')}`
  await who.api.createEmoji({ guildId, name: 'carrot', image })
  await who.api.createTemplate({ guildId, name: 'Allotments' })
  const form = new FormData()
  for (const field of ['name', 'description', 'tags']) form.append(field, 'carrot')
  form.append('file', new Blob([Uint8Array.from(greyPng(64, 64))]), 'carrot.png')
  const status = await who.sendFiles(`/api/v10/guilds/${guildId}/stickers`, form)
  if (status !== 201) throw new Error(`no sticker was made: ${status}`)
  return guildId
}

/** Everything that has to do with signing in, and addresses: two that were verified one after the other, and a third. */
async function guardTheDoor(running: RunningPrivacy, who: Somebody, username: string): Promise<void> {
  const [first, second, third] = ['one', 'two', 'three'].map((name) => `${username}.${name}@example.org`)
  const { options } = await who.api.startPasskey({})
  const response = createAuthenticator().create(options as never) as Record<string, unknown>
  await who.api.addPasskey({ name: `Key of ${username}`, response })
  await who.api.startTotp({})
  await who.api.setMyContact({ address: first ?? '' })
  await running.proveAddress(first ?? '')
  await who.api.startRecovery({ login: first ?? '' })
  await who.api.setMyContact({ address: second ?? '' })
  await running.proveAddress(second ?? '')
  await who.api.setMyContact({ address: third ?? '' })
  await who.api.resendVerification({})
  await running.admin('mail')`
    insert into bounces (id, contact, code, at)
    select coalesce(max(b.id), 0) + 1, max(c.handle), 550, now() from contacts c left join bounces b on true
    where c.handle in (select contact from verifications)`
}

/** With a program of their own, which leaves what a sign-in with any program leaves. */
async function signInOnDevice(who: Somebody): Promise<void> {
  const { application } = await who.api.createApplication({
    name: 'Television',
    client_type: 'public',
    redirect_uris: [],
    terms_url: 'https://example.org/terms',
    privacy_url: 'https://example.org/privacy',
  })
  const { user_code } = await who.submit('/oidc/device/auth', { client_id: application.id, scope: 'openid' })
  await who.api.decideDeviceRequest({
    user_code: user_code ?? '',
    allow: true,
    account: who.id,
    scopes: ['openid'],
  })
}

/** Somebody with a guild that others can join. */
export async function hostOf(
  running: RunningPrivacy,
  username: string,
): Promise<{ guildId: string; channelId: string; by: Somebody }> {
  const by = await running.person(username)
  const { id: guildId } = await by.api.createGuild({ name: 'Allotment' })
  const channels = await by.api.listChannels({ guildId })
  const channelId = channels.find((channel) => channel.type === 0)?.id ?? ''
  await by.api.sendMessage({ channelId, content: 'Come in' })
  return { guildId, channelId, by }
}
