import { refuse } from '@alles/platform/contract'
import type { Routes } from '@alles/platform/http'
import { acting } from '../audit-log/acting.ts'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { getGuildOf } from '../guilds/guild-access.ts'
import { agreeToRules } from './agree-to-rules.ts'
import { editScreening } from './edit-screening.ts'
import { readForm, type KnownForm } from './screening-form.ts'

export function screeningRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.getScreening, async ({ guildId }, { actor }) => {
    await getGuildOf(chat, actor, guildId)
    const form = await readForm(chat, chat.database, guildId)
    return shown(form ?? refuse(contract.moderationRefusals.no_screening))
  })
  routes.answer(contract.editScreening, async (input, exchange) =>
    shown(
      await editScreening(chat, acting(exchange), {
        guildId: input.guildId,
        enabled: input.enabled ?? undefined,
        description: input.description,
        fields: input.form_fields?.map(({ label, values }) => ({ label, values })),
      }),
    ),
  )
  routes.answer(contract.agreeToRules, async (input, { actor }) => {
    const { guildId, version } = input
    const agreed = input.form_fields.map((field) => field.response)
    const member = await agreeToRules(chat, actor, { guildId, version, agreed })
    return {
      id: member.accountId,
      guild_id: guildId,
      user_id: member.accountId,
      created_at: new Date(member.joinedAt).toISOString(),
      application_status: 'APPROVED' as const,
      rejection_reason: null,
    }
  })
}

function shown({ changedAt, description, fields }: KnownForm): contract.Screening {
  return {
    version: changedAt.toISOString(),
    description,
    form_fields: fields.map(({ label, values }) => ({
      field_type: 'TERMS',
      label,
      values: [...values],
      required: true,
    })),
  }
}
