import { told, type Eyes, type Seen } from './eyes.ts'
import type { Face } from './faces.ts'
import { somePicture } from './picture.ts'
import { signInWith, type Tokens } from './sign-in-with.ts'
import type { World } from './world.ts'

/** What an account has from what it did, as far as observations need it. */
export interface Life {
  readonly avatar: string
  /** A thread it opened in the guild that everybody is in. */
  readonly threadId: string
  /** A message of its own there, which it reacted to. */
  readonly messageId: string
  /** A poll of its own there, in which it voted. */
  readonly pollId: string
  /** The name of its picture in its own guild. */
  readonly memberAvatar: string
  readonly guildId: string
  readonly channelId: string
  readonly inviteCode: string
  readonly applicationId: string
  readonly botToken: string
  /** Of each application it signed in with. */
  readonly tokens: readonly Tokens[]
}

type Before = Pick<World, 'server' | 'eyes' | 'watcher' | 'guild' | 'parties'>

/** Every account does this, in these words. What it makes becomes one of its names. */
export async function liveTheSame(world: Before, face: Face): Promise<Life> {
  const { eyes, guild } = world
  const ask = asking(eyes, face)
  const avatar = await showItself(world, face)
  const { code } = await asking(eyes, world.watcher)('POST', `/api/v10/channels/${guild.channel}/invites`, {
    unique: true,
  })
  await ask('POST', `/api/v10/invites/${code}`, {})
  await ask('PATCH', `/api/v10/guilds/${guild.id}/members/@me`, { nick: 'Neighbour' })
  const own = { ...(await writeAndReact(ask, guild.channel)), ...(await ownGuild(ask)) }
  const thread = await ask('POST', `/api/v10/channels/${guild.channel}/threads`, { name: 'Weeds', type: 11 })
  const member = (await ask('PATCH', `/api/v10/guilds/${own.guildId}/members/@me`, {
    avatar: `data:image/png;base64,${somePicture().toString('base64')}`,
  })) as { avatar: string }
  const application = await ownApplication(ask, own.guildId)
  const tokens = []
  for (const [index, party] of world.parties.entries()) {
    const scope = index === 0 ? 'openid' : 'openid profile offline_access'
    tokens.push(await signInWith(world.server.origin, face, { party, scope, maxAge: 1_000_000 }))
  }
  face.names.push(
    thread.id,
    own.guildId,
    own.channelId,
    own.inviteCode,
    own.messageId,
    own.pollId,
    application.applicationId,
  )
  return { avatar, threadId: thread.id, memberAvatar: member.avatar, ...own, ...application, tokens }
}

type Ask = (method: string, path: string, body?: unknown) => Promise<Seen['body']>

function asking(eyes: Eyes, by: Face): Ask {
  return async (method, path, body) => told(await eyes.ask({ method, path, by, body }))
}

/** Names and a picture; the picture is the same for everybody. Answers its name. */
async function showItself({ server, eyes }: Before, face: Face): Promise<string> {
  const sent = await fetch(`${server.origin}/api/alles/uploads`, {
    method: 'POST',
    headers: { ...face.headers, 'content-type': 'image/png' },
    body: new Uint8Array(somePicture()),
  })
  const { upload } = (await sent.json()) as { upload: { id: string } }
  const { account } = await asking(eyes, face)('PATCH', '/api/alles/accounts/@me', {
    display_name: 'Somebody',
    bio: 'Grows beans',
    pronouns: 'they',
    color: 0x33_66_99,
    avatar: upload.id,
  })
  return account.avatar as string
}

async function writeAndReact(ask: Ask, channel: string): Promise<Pick<Life, 'messageId' | 'pollId'>> {
  const { id: messageId } = await ask('POST', `/api/v10/channels/${channel}/messages`, {
    content: 'Good morning',
  })
  await ask(
    'PUT',
    `/api/v10/channels/${channel}/messages/${messageId}/reactions/${encodeURIComponent('🌱')}/@me`,
  )
  const poll = { question: { text: 'Sow what?' }, answers: [{ poll_media: { text: 'Beans' } }] }
  const { id: pollId } = await ask('POST', `/api/v10/channels/${channel}/messages`, { poll })
  await ask('PUT', `/api/v10/channels/${channel}/polls/${pollId}/answers/1/@me`)
  return { messageId, pollId }
}

async function ownGuild(ask: Ask): Promise<Pick<Life, 'guildId' | 'channelId' | 'inviteCode'>> {
  const guild = await ask('POST', '/api/v10/guilds', { name: 'Shed' })
  const channels = (await ask('GET', `/api/v10/guilds/${guild.id}/channels`)) as {
    id: string
    type: number
  }[]
  const channelId = channels.find(({ type }) => type === 0)?.id ?? ''
  const { code } = await ask('POST', `/api/v10/channels/${channelId}/invites`, { max_age: 0 })
  return { guildId: guild.id, channelId, inviteCode: code }
}

async function ownApplication(ask: Ask, guildId: string): Promise<Pick<Life, 'applicationId' | 'botToken'>> {
  const { application } = await ask('POST', '/api/alles/applications', {
    name: 'Sundial',
    redirect_uris: [],
    terms_url: 'https://example.org/terms',
    privacy_url: 'https://example.org/privacy',
  })
  const { token } = await ask('POST', `/api/alles/applications/${application.id}/bot`)
  const search = new URLSearchParams({ client_id: application.id, scope: 'bot', permissions: '0' })
  await ask('POST', `/api/v10/oauth2/authorize?${search.toString()}`, {
    guild_id: guildId,
    permissions: '0',
    authorize: true,
  })
  return { applicationId: application.id, botToken: token }
}
