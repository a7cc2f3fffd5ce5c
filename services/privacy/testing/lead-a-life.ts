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
  await who.api.editAccount({ display_name: word('Face'), bio: word('Story') })
  const { code } = await shared.by.api.createInvite({ channelId: shared.channelId })
  await who.api.acceptInvite({ code })
  await who.api.editMe({ guildId: shared.guildId, nick: word('Nick') })
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
  const sent = await who.api.sendMessage({
    channelId: shared.channelId,
    content: word('Message'),
    nonce: '1',
    enforce_nonce: true,
  })
  await who.api.sendMessage({
    channelId: shared.channelId,
    content: `${word('Answer')} to <@${shared.by.id}>`,
    message_reference: { message_id: sent.id },
  })
  const own = await who.api.createGuild({ name: word('Guild') })
  const { application } = await who.api.createApplication({
    name: word('Program'),
    redirect_uris: [],
    terms_url: 'https://example.org/terms',
    privacy_url: 'https://example.org/privacy',
  })
  await who.api.resetBotToken({ id: application.id })
  await who.api.createRequest({ kind: 'access' })
  return {
    who,
    ownGuildId: own.id,
    sharedGuildId: shared.guildId,
    sharedChannelId: shared.channelId,
    botId: application.id,
    words: ['Face', 'Story', 'Nick', 'Message', 'Answer', 'Program'].map(word),
  }
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
