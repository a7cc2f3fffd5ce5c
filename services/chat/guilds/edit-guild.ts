import { refuse } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Acting } from '../audit-log/acting.ts'
import { auditChanges } from '../audit-log/audit-changes.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import {
  isScreened,
  moderationRefusals,
  refusals,
  renderGuild,
  type GuildState,
  type MemberState,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import type { LockedMembers } from '../members/locked-members.ts'
import { letGoOf } from '../pictures/drop-pictures.ts'
import { withPicture } from '../pictures/with-picture.ts'
import { changeGuild } from './change-guild.ts'
import { getGuildOf, requirePermission, type Inside } from './guild-access.ts'
import { guildUpdated } from './guild-events.ts'
import { isBot } from './guild-policy.ts'
import { updateGuild, updateGuildOwner } from './guild-store.ts'
import { columnsOf, settingsAfter, type SettingsEdit } from './guild-settings.ts'
import { sealGuildName } from './seal-text.ts'

export interface GuildEdit {
  readonly guildId: string
  readonly name?: string | undefined
  /** The account it passes to. */
  readonly ownerId?: string | undefined
  readonly settings?: SettingsEdit | undefined
  /** Pictures as data addresses. Null takes one away. */
  readonly icon?: string | null | undefined
  readonly banner?: string | null | undefined
}

export async function editGuild(chat: Chat, by: Acting, edit: GuildEdit): Promise<GuildState> {
  const { guildId, icon, banner } = edit
  if (icon === undefined && banner === undefined) return applyEdit(chat, by, edit)
  const inside = await getGuildOf(chat, by, guildId)
  requirePermission(inside, 'MANAGE_GUILD')
  const picture = { guildId, owner: guildId, key: inside.guild.keyId }
  return withPicture(chat, { ...picture, file: icon, use: 'icon' }, (madeIcon) =>
    withPicture(chat, { ...picture, file: banner, use: 'guild_banner' }, (madeBanner) => {
      const settings = {
        ...edit.settings,
        ...(madeIcon !== undefined && { icon: madeIcon?.hash ?? null }),
        ...(madeBanner !== undefined && { banner: madeBanner?.hash ?? null }),
      }
      return applyEdit(chat, by, { ...edit, settings })
    }),
  )
}

async function applyEdit(chat: Chat, by: Acting, edit: GuildEdit): Promise<GuildState> {
  const { after } = await changeGuild(chat, edit.guildId, {
    async apply(tx, guild, members) {
      const inside = await members.actor(by)
      const asksNothingElse = edit.name === undefined && Object.keys(edit.settings ?? {}).length === 0
      if (edit.ownerId === undefined || !asksNothingElse) requirePermission(inside, 'MANAGE_GUILD')
      const heir = edit.ownerId === undefined ? null : await passOn(tx, inside, [edit.ownerId, members])
      const settings = settingsAfter(inside, edit.settings ?? {})
      const now = { ...guild, name: edit.name ?? guild.name, settings }
      const changes = auditChanges(shown(guild), shown(now))
      // What Discord does not have is in no shape of its own.
      const ownChanged = settings.linkPreviews !== guild.settings.linkPreviews
      if (changes.length === 0 && !heir && !ownChanged) return
      await store(chat, tx, [guild, now])
      await writeAuditLog(chat, tx, {
        guild,
        actor: inside.member,
        reason: by.reason,
        action: 'GUILD_UPDATE',
        targetId: guild.id,
        member: heir,
        changes,
      })
    },
    announce: (guild) => [guildUpdated(guild)],
  })
  return after
}

function shown(guild: GuildState): object {
  return { ...renderGuild(guild), link_previews: guild.settings.linkPreviews }
}

async function store(
  chat: Chat,
  tx: Transaction<Schema>,
  [before, after]: readonly [GuildState, GuildState],
): Promise<void> {
  const { id, keyId: key, name } = after
  const pictures = (['icon', 'banner'] as const).filter((one) => before.settings[one] !== after.settings[one])
  await letGoOf(
    chat,
    tx,
    pictures.map((one) => before.settings[one]),
  )
  await updateGuild(tx, id, {
    ...(name !== before.name && { name: await sealGuildName(chat, { row: id, key, value: name }) }),
    ...(await columnsOf(chat, before, after.settings)),
  })
}

/** Only the owner may pass a guild on, and only to a person in it. */
async function passOn(
  tx: Transaction<Schema>,
  { guild, member }: Inside,
  [heirId, members]: readonly [string, LockedMembers],
): Promise<MemberState> {
  if (guild.ownerId !== member.accountId) refuse(refusals.missing_permissions)
  const heir = await members.get(heirId)
  if (isBot(guild, heirId)) refuse(refusals.people_only)
  if (isScreened(guild, heir)) refuse(moderationRefusals.owner_never_waits)
  await updateGuildOwner(tx, guild.id, heir.membershipRef)
  return heir
}
