import { bits, everyPermission, permissions, type Permission } from '@alles/chat/contract'
import { makeGuild, signUp, type TestPerson } from '../../support/person.ts'
import { smallestPicture } from '../../support/pictures.ts'

const writing = bits(
  'VIEW_CHANNEL',
  'SEND_MESSAGES',
  'READ_MESSAGE_HISTORY',
  'SEND_MESSAGES_IN_THREADS',
  'SEND_POLLS',
)
const picture = `data:image/gif;base64,${smallestPicture.toString('base64')}`

/** All but the named ones; never ADMINISTRATOR, which stands above them. */
export function everythingBut(...names: readonly Permission[]): bigint {
  return everyPermission & ~permissions.ADMINISTRATOR & ~bits(...names)
}

/** One guild in which everybody may do nothing, and those who are asked what they may. */
export type World = Awaited<ReturnType<typeof makeWorld>>

/**
 * `walker` has one role, above all others but no owner, that holds whatever is tried. `author` writes the messages and is
 * kicked and banned; `guest` is banned, and in no guild. `stranger` is in none either; `visitor` comes by an invite and
 * goes.
 */
export async function makeWorld(origin: string) {
  const [owner, walker, author, guest, stranger, visitor] = await Promise.all(
    Array.from({ length: 6 }, () => signUp(origin)),
  )
  if (!owner || !walker || !author || !guest || !stranger || !visitor) throw new Error('nobody came')
  const guild = await makeGuild(owner)
  const make = (path: string, body: object = {}, method = 'POST') =>
    owner.call<{ id: string; code: string }>(method, `/api/v10${path}`, body)
  const here = `/guilds/${guild.id}`
  const there = `/channels/${guild.channel}`
  await owner.call('PATCH', `/api/v10${here}/roles/${guild.id}`, { permissions: '0' })
  const role = await make(`${here}/roles`, { name: 'Walkers', permissions: '0' })
  const writers = await make(`${here}/roles`, { name: 'Writers', permissions: writing.toString() })
  const gardeners = await make(`${here}/roles`, { name: 'Gardeners', permissions: '0' })
  await make(`${here}/roles`, [{ id: role.id, position: 3 }] as object, 'PATCH')
  const { code: door } = await make(`${there}/invites`, { max_age: 0 })
  const join = (who: TestPerson) => who.raw('POST', `/api/v10/invites/${door}`, {})
  const give = (who: TestPerson, id: string) =>
    owner.call('PUT', `/api/v10${here}/members/${who.id}/roles/${id}`)

  const readmit = async () => {
    await join(walker)
    await give(walker, role.id)
  }
  await readmit()
  const victim = async () => {
    const known = await owner.raw('GET', `/api/v10${here}/members/${author.id}`)
    const { roles } = (await known.json()) as { roles?: string[] }
    if (roles?.includes(writers.id)) return author.id
    await owner.raw('DELETE', `/api/v10${here}/bans/${author.id}`)
    await join(author)
    await give(author, writers.id)
    return author.id
  }
  await victim()
  for (const friend of [author, guest]) {
    await owner.raw('PUT', `/api/v10/users/@me/relationships/${friend.id}`, {})
    await friend.raw('PUT', `/api/v10/users/@me/relationships/${owner.id}`, {})
  }
  const group = await make('/users/@me/channels', { recipients: [] })
  await owner.call('PUT', `/api/v10/channels/${group.id}/recipients/${author.id}`, {})
  const newMessage = async () => {
    await victim()
    const said = await author.call<{ id: string }>('POST', `/api/v10${there}/messages`, { content: 'Hello' })
    return said.id
  }
  const newThread = async (type = 11) =>
    (await make(`${there}/threads`, { name: 'Compost', type, auto_archive_duration: 10_080 })).id
  const newEmoji = async () => (await make(`${here}/emojis`, { name: 'leek', image: picture })).id
  const newSticker = async () => {
    const form = formOf({ name: 'leek', description: 'A leek', tags: 'leek' })
    const init = { method: 'POST', headers: { cookie: owner.cookie }, body: form }
    const answer = await fetch(`${origin}/api/v10${here}/stickers`, init)
    return ((await answer.json()) as { id: string }).id
  }
  const overwrite = async () => {
    await make(`${there}/permissions/${gardeners.id}`, { type: 0, allow: '0', deny: '0' }, 'PUT')
    return gardeners.id
  }
  const templates = () => owner.call<{ code: string }[]>('GET', `/api/v10${here}/templates`)
  const rules = { field_type: 'TERMS', label: 'Rules', values: ['Be kind'], required: true }
  await make(`${here}/member-verification`, { enabled: false, form_fields: [rules] }, 'PATCH')
  const forum = (await make(`${here}/channels`, { name: 'questions', type: 15 })).id
  const category = (await make(`${here}/channels`, { name: 'Beds', type: 4 })).id
  const thread = await newThread()
  const privateThread = await newThread(12)

  return {
    people: { owner, walker, author, stranger, visitor },
    picture,
    ownerId: owner.id,
    forum,
    category,
    thread,
    privateThread,
    group: group.id,
    /** What routes are given where nothing else is said. */
    ids: {
      guildId: guild.id,
      channelId: guild.channel,
      messageId: await newMessage(),
      userId: author.id,
      roleId: gardeners.id,
      overwriteId: gardeners.id,
      emojiId: await newEmoji(),
      stickerId: await newSticker(),
    },
    /** What the walker's role holds from now on. */
    hold: (held: bigint) =>
      owner.call('PATCH', `/api/v10${here}/roles/${role.id}`, { permissions: held.toString() }),
    /** Hides a channel from the walker, or shows it again. */
    async hide(channelId: string, hidden: boolean) {
      const path = `/channels/${channelId}/permissions/${role.id}`
      const body = { type: 0, allow: '0', deny: permissions.VIEW_CHANNEL.toString() }
      await make(path, hidden ? body : {}, hidden ? 'PUT' : 'DELETE')
    },
    outOfThread: () => owner.raw('DELETE', `/api/v10/channels/${privateThread}/thread-members/${walker.id}`),
    readmit,
    victim,
    newMessage,
    newThread,
    newEmoji,
    newSticker,
    overwrite,
    /** A message, and an emoji that nobody gave it yet. */
    unreacted: async () => ({ messageId: await newMessage(), emoji: '🥕' }),
    /** One that its author gave it. */
    async reacted() {
      const messageId = await newMessage()
      const path = `/api/v10${there}/messages/${messageId}/reactions/${encodeURIComponent('🥕')}`
      await owner.call('PUT', `${path}/@me`)
      await author.call('PUT', `${path}/@me`)
      return { messageId, emoji: '🥕', userId: author.id }
    },
    /** One of the author's. */
    async poll() {
      await victim()
      const poll = { question: { text: 'Sow what?' }, answers: [{ poll_media: { text: 'Beans' } }] }
      const { id } = await author.call<{ id: string }>('POST', `/api/v10${there}/messages`, { poll })
      return { messageId: id, answerId: 1 }
    },
    newChannel: async () => (await make(`${here}/channels`, { name: 'beds' })).id,
    newRole: async () => (await make(`${here}/roles`, { name: 'Weeders', permissions: '0' })).id,
    invite: async () => (await make(`${there}/invites`, { max_age: 0, unique: true })).code,
    async banned() {
      await owner.call('PUT', `/api/v10${here}/bans/${guest.id}`, {})
      return guest.id
    },
    /** In the thread beside who opened it. */
    async follower(channelId: string) {
      await owner.call('PUT', `/api/v10/channels/${channelId}/thread-members/${await victim()}`)
      return author.id
    },
    async template() {
      const [known] = await templates()
      return (known ?? (await make(`${here}/templates`, { name: 'Plots' }))).code
    },
    async withoutTemplate() {
      for (const { code } of await templates())
        await owner.call('DELETE', `/api/v10${here}/templates/${code}`)
    },
    said: async () => (await make(`/channels/${group.id}/messages`, { content: 'Hello' })).id,
    async groupGuest() {
      await owner.call('PUT', `/api/v10/channels/${group.id}/recipients/${guest.id}`, {})
      return guest.id
    },
    /** The channel of the ids, which is that of the rules no more. */
    async otherRules() {
      await make(here, { rules_channel_id: null }, 'PATCH')
      return guild.channel
    },
    /** Where it was given away. */
    giveBack: () => author.raw('PATCH', `/api/v10${here}`, { owner_id: owner.id }),
    remove: () => owner.raw('DELETE', `/api/v10${here}`),
    restore: () => owner.raw('POST', `/api/alles${here}/restore`),
    visitorLeaves: () => visitor.raw('DELETE', `/api/v10/users/@me${here}`),
  }
}

/** A form with the smallest picture in it. */
export function formOf(fields: Readonly<Record<string, unknown>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value))
  form.append('file', new Blob([Uint8Array.from(smallestPicture)], { type: 'image/gif' }), 'leek.gif')
  return form
}
