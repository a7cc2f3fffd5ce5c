import { command, query, Snowflake, text, z } from '@alles/platform/contract'
import { moderationRefusals } from './moderation-refusals.ts'
import { refusals } from './refusals.ts'

const Rule = z
  .string()
  .max(1200)
  .transform((rule) => rule.trim())
  .pipe(text(300, 1))

const field = {
  field_type: z.literal('TERMS'),
  label: text(300).default(''),
  values: z.array(Rule).min(1).max(16),
  required: z.literal(true).default(true),
}

/** What new members agree to. `version` is when it changed. */
export const Screening = z.object({
  version: z.string(),
  description: z.string().nullable(),
  form_fields: z.array(
    z.object({
      field_type: z.literal('TERMS'),
      label: z.string(),
      values: z.array(z.string()),
      required: z.boolean(),
    }),
  ),
})
export type Screening = z.infer<typeof Screening>

export const getScreening = query('chat.getScreening', {
  about: 'The rules that new members of a server agree to.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/member-verification',
  caller: 'account',
  input: z.object({ guildId: Snowflake }),
  output: Screening,
  refuses: [refusals.unknown_guild, moderationRefusals.no_screening],
})

/** Who waits when it is switched off waits for nothing any more. */
export const editScreening = command('chat.editScreening', {
  about: 'Sets the rules that new members agree to before they see or write anything.',
  protocol: 'discord',
  http: 'PATCH /guilds/:guildId/member-verification',
  caller: 'account',
  input: z.object({
    guildId: Snowflake,
    enabled: z.boolean().nullish(),
    description: text(300).nullish(),
    form_fields: z.array(z.object(field)).max(5).nullish(),
  }),
  output: Screening,
  refuses: [refusals.unknown_guild, refusals.missing_permissions, moderationRefusals.no_screening],
  limit: { count: 30, seconds: 60, by: 'account' },
})

export const agreeToRules = command('chat.agreeToRules', {
  about: 'Agrees to the rules of a server, in the version that was read.',
  protocol: 'discord',
  http: 'PUT /guilds/:guildId/requests/@me',
  caller: 'account',
  input: z.object({
    guildId: Snowflake,
    version: z.string().max(64),
    form_fields: z.array(z.object({ ...field, response: z.boolean() })).max(5),
  }),
  output: z.object({
    id: Snowflake,
    guild_id: Snowflake,
    user_id: Snowflake,
    created_at: z.string(),
    application_status: z.literal('APPROVED'),
    rejection_reason: z.null(),
  }),
  status: 201,
  refuses: [refusals.unknown_guild, moderationRefusals.no_screening, moderationRefusals.rules_changed],
  limit: { count: 20, seconds: 60, by: 'account' },
})
