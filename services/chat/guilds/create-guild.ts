import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import { insertChannels, type NewChannel } from '../channels/channel-store.ts'
import { putOverwrite } from '../channels/overwrite-store.ts'
import type { Chat } from '../chat.ts'
import {
  firstPermissions,
  firstSettings,
  refusals,
  type GuildSettings,
  type GuildState,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { addMember, refuseFull, requireRoom } from '../members/add-member.ts'
import { insertEntry } from '../outbox/outbox-store.ts'
import { insertRole, type NewRole } from '../roles/role-store.ts'
import { columnsOf } from './guild-settings.ts'
import { insertGuild, updateGuild } from './guild-store.ts'
import { planChannels, type PlanDraft, type PlannedChannel } from './plan-channels.ts'
import { publish } from './publish.ts'
import {
  sealChannelName,
  sealForum,
  sealGuildName,
  sealRoleEmoji,
  sealRoleName,
  sealTopic,
} from './seal-text.ts'

export interface PlannedRole {
  /** What overwrites call it; @everyone is `0`. */
  readonly key: string
  readonly name: string
  readonly permissions: bigint
  readonly color: number
  readonly hoist: boolean
  readonly mentionable: boolean
  readonly unicodeEmoji: string | null
}

/** What a guild begins with. */
export interface GuildPlan {
  readonly name: string
  /** A first category and text channel where none are named. */
  readonly channels?: readonly PlanDraft[] | undefined
  /** From the lowest above @everyone. */
  readonly roles?: readonly PlannedRole[]
  /** What everybody may do. */
  readonly everyone?: bigint
  readonly settings?: Partial<GuildSettings>
  /** What the draft of the channel is called that the system writes in. */
  readonly systemChannel?: string | null
}

interface Founding {
  readonly id: string
  readonly ownerId: string
  readonly ownerRef: string
  readonly keyId: string
  readonly contentKeyId: string
  readonly plan: GuildPlan
  readonly channels: readonly PlannedChannel[]
}

/** Makes a guild whose only member, and owner, is `by`. */
export async function createGuild(chat: Chat, by: Actor, plan: GuildPlan): Promise<GuildState> {
  if (by.bot) refuse(refusals.people_only)
  const channels = planChannels(chat.ids, plan.channels)
  await refuseFull(chat.database, by.accountId)
  const { ids } = await chat.keys.create({ keys: [{ kind: 'guild' }, { kind: 'content' }] })
  const [keyId, contentKeyId] = ids
  if (keyId === undefined || contentKeyId === undefined) throw new Error('no keys were made')
  const id = chat.ids.next()
  const founding = { id, ownerId: by.accountId, keyId, contentKeyId, plan, channels }
  const at = new Date(chat.clock.now())
  const entry = await chat.database.transaction(async (tx) => {
    await found(chat, tx, { ...founding, ownerRef: chat.ids.blurred() })
    return insertEntry(tx, { guild: id }, at)
  })
  const guild = await chat.guilds.reload(id)
  if (!guild) throw new Error('a guild was made and is not there')
  publish(chat.bus, [
    { t: 'GUILD_CREATE', d: { id }, audience: { kind: 'account', accountId: by.accountId } },
  ])
  chat.told.add([entry])
  return guild
}

async function found(chat: Chat, tx: Transaction<Schema>, guild: Founding): Promise<void> {
  const { id, keyId, plan } = guild
  await requireRoom(tx, guild.ownerId)
  const name = await sealGuildName(chat, { row: id, key: keyId, value: plan.name })
  await insertGuild(tx, { id, ownerRef: guild.ownerRef, keyId, name })
  const membership = { ref: guild.ownerRef, contentKeyId: guild.contentKeyId }
  await addMember(chat, tx, { guildId: id, accountId: guild.ownerId, membership })
  const roleIds = await foundRoles(chat, tx, guild)
  await insertChannels(tx, await sealChannels(chat, guild))
  for (const channel of guild.channels)
    for (const { key, allow, deny } of channel.overwrites) {
      const target = roleIds.get(key)
      const at = { guildId: id, channelId: channel.id }
      if (target !== undefined) await putOverwrite(tx, at, { target, type: 0, allow, deny })
    }
  const system = guild.channels.find((one) => one.key !== null && one.key === plan.systemChannel)
  const settings = { ...firstSettings, ...plan.settings, systemChannelId: system?.id ?? null }
  await updateGuild(tx, id, await columnsOf(chat, { id, keyId, settings: firstSettings }, settings))
}

/** The ids of the new guild's roles, by what the plan calls them. */
async function foundRoles(
  chat: Chat,
  tx: Transaction<Schema>,
  { id: guildId, keyId: key, plan }: Founding,
): Promise<ReadonlyMap<string, string>> {
  const everyone = { ...plainRole, name: '@everyone', permissions: plan.everyone ?? firstPermissions }
  const planned = [{ ...everyone, key: '0', id: guildId }, ...(plan.roles ?? []).map(withId)]
  function withId(role: PlannedRole) {
    return { ...role, id: chat.ids.next() }
  }
  for (const [position, { key: _, ...role }] of planned.entries()) {
    const place = { row: `${guildId}:${role.id}`, key }
    const row: NewRole = {
      ...role,
      guildId,
      position,
      icon: null,
      managedBy: null,
      name: await sealRoleName(chat, { ...place, value: role.name }),
      unicodeEmoji: await sealRoleEmoji(chat, { ...place, value: role.unicodeEmoji }),
    }
    await insertRole(tx, row)
  }
  return new Map(planned.map((role) => [role.key, role.id]))
}

const plainRole = { color: 0, hoist: false, mentionable: false, unicodeEmoji: null }

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
