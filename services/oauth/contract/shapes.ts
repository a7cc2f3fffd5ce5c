import { Instant, Snowflake, text, z } from '@alles/platform/contract'

const oneLine = (value: string) => !/[\n\r\t]/.test(value)

export const ApplicationName = text(32, 2).refine(oneLine, 'must be on one line')
export const ApplicationDescription = text(400)

/** `https://…`, or `http://` on this machine. */
export const WebAddress = z.string().max(2000)

/** One of your own applications. */
export const Application = z.object({
  id: Snowflake,
  name: z.string(),
  description: z.string(),
  redirect_uris: z.array(z.string()),
  terms_url: z.string(),
  privacy_url: z.string(),
  /** Whether its bot has been made. The bot's account id is the application's id. */
  bot: z.boolean(),
  created_at: Instant,
})
export type Application = z.infer<typeof Application>

/** An application as Discord's clients read it. */
export const WireApplication = z.object({
  id: Snowflake,
  name: z.string(),
  icon: z.null(),
  description: z.string(),
  bot_public: z.boolean(),
  bot_require_code_grant: z.boolean(),
  terms_of_service_url: z.string(),
  privacy_policy_url: z.string(),
  verify_key: z.string(),
  flags: z.int(),
  redirect_uris: z.array(z.string()).optional(),
  bot: z.looseObject({ id: Snowflake, username: z.string() }).optional(),
  owner: z.looseObject({ id: Snowflake, username: z.string() }).optional(),
  team: z.null(),
})
export type WireApplication = z.infer<typeof WireApplication>
