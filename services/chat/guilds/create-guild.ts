import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import { insertChannels, type NewChannel } from '../channels/channel-store.ts'
import type { Chat } from '../chat.ts'
import { firstPermissions, refusals, type ChannelDraft, type GuildState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { addMember, refuseFull, requireRoom } from '../members/add-member.ts'
import { insertRole } from '../roles/role-store.ts'
import { insertGuild } from './guild-store.ts'
import { planChannels, type PlannedChannel } from './plan-channels.ts'
import { publish } from './publish.ts'
import { sealChannelName, sealForum, sealGuildName, sealRoleName, sealTopic } from './seal-text.ts'

interface Founding {
  readonly id: string
  readonly name: string
  readonly ownerId: string
  readonly ownerRef: string
  readonly keyId: string
  readonly contentKeyId: string
  readonly channels: readonly PlannedChannel[]
}

/** Makes a guild whose only member, and owner, is `by`. */
export async function createGuild(
  chat: Chat,
  by: Actor,
  wanted: { readonly name: string; readonly channels?: readonly ChannelDraft[] | undefined },
): Promise<GuildState> {
  if (by.bot) refuse(refusals.people_only)
  const channels = planChannels(chat.ids, wanted.channels)
  await refuseFull(chat.database, by.accountId)
  const { ids } = await chat.keys.create({ keys: [{ kind: 'guild' }, { kind: 'content' }] })
  const [keyId, contentKeyId] = ids
  if (keyId === undefined || contentKeyId === undefined) throw new Error('no keys were made')
  const id = chat.ids.next()
  const founding = { id, name: wanted.name, ownerId: by.accountId, keyId, contentKeyId, channels }
  await chat.database.transaction((tx) => found(chat, tx, { ...founding, ownerRef: chat.ids.blurred() }))
  const guild = await chat.guilds.reload(id)
  if (!guild) throw new Error('a guild was made and is not there')
  publish(chat.bus, [
    { t: 'GUILD_CREATE', d: { id }, audience: { kind: 'account', accountId: by.accountId } },
  ])
  return guild
}

async function found(chat: Chat, tx: Transaction<Schema>, guild: Founding): Promise<void> {
  const { id, keyId } = guild
  await requireRoom(tx, guild.ownerId)
  const name = await sealGuildName(chat, { row: id, key: keyId, value: guild.name })
  await insertGuild(tx, { id, ownerRef: guild.ownerRef, keyId, name })
  const membership = { ref: guild.ownerRef, contentKeyId: guild.contentKeyId }
  await addMember(chat, tx, { guildId: id, accountId: guild.ownerId, membership })
  await insertRole(tx, {
    id,
    guildId: id,
    name: await sealRoleName(chat, { row: `${id}:${id}`, key: keyId, value: '@everyone' }),
    permissions: firstPermissions,
    position: 0,
    color: 0,
    hoist: false,
    mentionable: false,
    managedBy: null,
  })
  await insertChannels(tx, await sealChannels(chat, guild))
}

async function sealChannels(chat: Chat, guild: Founding): Promise<NewChannel[]> {
  return Promise.all(
    guild.channels.map(async (channel) => {
      const place = { row: channel.id, key: guild.keyId }
      return {
        ...channel,
        guildId: guild.id,
        name: await sealChannelName(chat, { ...place, value: channel.name }),
        topic: await sealTopic(chat, { ...place, value: channel.topic }),
        forum: channel.forum && (await sealForum(chat, { ...place, value: channel.forum })),
      }
    }),
  )
}
