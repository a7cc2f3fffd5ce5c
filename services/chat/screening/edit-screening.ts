import { refuse } from '@alles/platform/contract'
import type { Acting } from '../audit-log/acting.ts'
import { changeOf } from '../audit-log/audit-changes.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import { moderationRefusals } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { requirePermission } from '../guilds/guild-access.ts'
import { guildUpdated } from '../guilds/guild-events.ts'
import { updateGuild } from '../guilds/guild-store.ts'
import { readForm, sealForm, type KnownForm, type ScreeningForm } from './screening-form.ts'

/** What to change; what is absent stays. */
export interface ScreeningEdit {
  readonly guildId: string
  readonly enabled?: boolean | undefined
  readonly description?: string | null | undefined
  readonly fields?: ScreeningForm['fields'] | undefined
}

export async function editScreening(chat: Chat, by: Acting, edit: ScreeningEdit): Promise<KnownForm> {
  const { guildId } = edit
  const { result } = await changeGuild(chat, guildId, {
    async apply(tx, guild, members) {
      const actor = requirePermission(await members.actor(by), 'MANAGE_GUILD')
      const known = await readForm(chat, tx, guildId)
      const form = {
        description: edit.description === undefined ? (known?.description ?? null) : edit.description,
        fields: edit.fields ?? known?.fields ?? [],
      }
      const screening = edit.enabled ?? guild.settings.screening
      if (screening && form.fields.length === 0) refuse(moderationRefusals.no_screening)
      const changedAt = new Date(chat.clock.now())
      const screeningForm = await sealForm(chat, guild, form)
      await updateGuild(tx, guildId, {
        screening,
        screening_form: screeningForm,
        screening_changed_at: changedAt,
      })
      const changes = [changeOf('member_verification', guild.settings.screening, screening)]
      const entry = { guild, actor, reason: by.reason, targetId: guildId, changes }
      await writeAuditLog(chat, tx, { ...entry, action: 'GUILD_UPDATE' })
      return { ...form, changedAt }
    },
    announce: (guild) => [guildUpdated(guild)],
  })
  return result
}
