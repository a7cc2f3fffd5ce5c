import { Instant, Snowflake, text, z } from '@alles/platform/contract'

const oneLine = (value: string) => !/[\n\r\t]/.test(value)

export const ApplicationName = text(32, 2).refine(oneLine, 'must be on one line')
export const ApplicationDescription = text(400)

/** `https://…`, or `http://` on this machine. */
export const WebAddress = z.string().max(2000)

/**
 * `confidential`: has a secret and keeps it on a server of its own. `public`: runs in a browser or on people's devices and
 * proves itself by PKCE alone.
 */
export const ClientType = z.enum(['confidential', 'public'])
export type ClientType = z.infer<typeof ClientType>

/** One of at most two secrets that are good at a time, so that one can be replaced without an outage. */
export const ClientSecret = z.object({
  id: Snowflake,
  created_at: Instant,
  /** To the hour; null before its first use. */
  last_used_at: Instant.nullable(),
})
export type ClientSecret = z.infer<typeof ClientSecret>

/** One of your own applications. */
export const Application = z.object({
  id: Snowflake,
  name: z.string(),
  description: z.string(),
  redirect_uris: z.array(z.string()),
  terms_url: z.string(),
  privacy_url: z.string(),
  /** Where people may be sent after they signed out. */
  post_logout_redirect_uris: z.array(z.string()),
  /** Where it is told that somebody signed out (OpenID Connect Back-Channel Logout 1.0). */
  backchannel_logout_uri: z.string().nullable(),
  client_type: ClientType,
  /** The name of its picture: `/media/app-icons/ID/NAME.webp`. */
  logo: z.string().nullable(),
  /** Whether its bot has been made. The bot's account id is the application's id. */
  bot: z.boolean(),
  /** Its owner stopped it: nobody can sign in with it, and its tokens stand for nobody. */
  paused: z.boolean(),
  /** An administrator stopped it. */
  suspended: z.boolean(),
  secrets: z.array(ClientSecret),
  usage: z.object({
    /** Accounts that are connected now. */
    connected: z.int(),
    /** Sign-ins of the last 30 days. */
    sign_ins: z.int(),
  }),
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
