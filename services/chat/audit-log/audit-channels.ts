import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import {
  renderChannel,
  type ChannelState,
  type GuildState,
  type MemberState,
  type OverwriteState,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { readGuildState } from '../guild-state/read-guild-state.ts'
import { findMembership } from '../members/member-store.ts'
import { auditChanges, changeOf } from './audit-changes.ts'
import { writeAuditLog, type AuditEntry } from './write-audit-log.ts'

export interface ChannelsChanged {
  /** As it was before. */
  readonly guild: GuildState
  readonly actor: MemberState
  readonly reason?: string | null | undefined
  readonly channelIds: readonly string[]
}

/** Writes down what a transaction, which calls this last, made of channels: that they came, changed or went. */
export async function auditChannels(
  chat: Chat,
  tx: Transaction<Schema>,
  changed: ChannelsChanged,
): Promise<void> {
  const after = await readGuildState(tx, chat.sealer, changed.guild.id)
  for (const id of changed.channelIds) {
    const old = changed.guild.channels.find((one) => one.id === id)
    const now = after?.channels.find((one) => one.id === id)
    await auditChannel(chat, tx, { ...changed, old, now })
  }
}

type OneChanged = ChannelsChanged & {
  readonly old: ChannelState | undefined
  readonly now: ChannelState | undefined
}

async function auditChannel(chat: Chat, tx: Transaction<Schema>, one: OneChanged): Promise<void> {
  const { guild, actor, reason, old, now } = one
  const channel = now ?? old
  if (!channel) return
  const entry = { guild, actor, reason, targetId: channel.id, channel }
  const shown = (state: ChannelState | undefined) => (state ? renderChannel(guild.id, state) : null)
  const changes = auditChanges(shown(old), shown(now))
  const action = !old ? 'CHANNEL_CREATE' : now ? 'CHANNEL_UPDATE' : 'CHANNEL_DELETE'
  if (changes.length > 0) await writeAuditLog(chat, tx, { ...entry, action, changes })
  if (!now) return
  for (const difference of differences(old?.overwrites ?? [], now.overwrites))
    await auditOverwrite(chat, tx, { entry, difference })
}

interface Difference {
  readonly before: OverwriteState | undefined
  readonly after: OverwriteState | undefined
}

function differences(before: readonly OverwriteState[], after: readonly OverwriteState[]): Difference[] {
  const keyed = (all: readonly OverwriteState[]) => new Map(all.map((one) => [`${one.type}:${one.id}`, one]))
  const [old, now] = [keyed(before), keyed(after)]
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((key) => ({ before: old.get(key), after: now.get(key) }))
    .filter((one) => one.before?.allow !== one.after?.allow || one.before?.deny !== one.after?.deny)
}

async function auditOverwrite(
  chat: Chat,
  tx: Transaction<Schema>,
  { entry, difference }: { readonly entry: Omit<AuditEntry, 'action'>; readonly difference: Difference },
): Promise<void> {
  const { before, after } = difference
  const overwrite = after ?? before
  if (!overwrite) return
  const { guild } = entry
  const member = overwrite.type === 1 ? await findMembership(tx, guild.id, overwrite.id) : null
  const role = guild.roles.find((one) => one.id === overwrite.id)
  await writeAuditLog(chat, tx, {
    ...entry,
    action: !before
      ? 'CHANNEL_OVERWRITE_CREATE'
      : after
        ? 'CHANNEL_OVERWRITE_UPDATE'
        : 'CHANNEL_OVERWRITE_DELETE',
    member: member && { accountId: overwrite.id, membershipRef: member.ref },
    changes: (['allow', 'deny'] as const)
      .filter((name) => before?.[name] !== after?.[name])
      .map((name) => changeOf(name, before?.[name].toString(), after?.[name].toString())),
    options: {
      type: String(overwrite.type),
      ...(overwrite.type === 0 && { id: overwrite.id, role_name: role?.name ?? '' }),
    },
  })
}
