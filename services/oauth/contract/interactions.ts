import { Color } from '@alles/accounts/contract'
import { command, edgeRefusals, Nothing, query, Instant, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'

/**
 * What an application may be given. `openid`: a `sub` of its own for this account and nothing else. `profile`: the public
 * account (id, names, picture), which others can recognise. `offline_access`: the same while nobody is there.
 */
export const ScopeName = z.enum(['openid', 'profile', 'offline_access'])
export type ScopeName = z.infer<typeof ScopeName>

/** What a person is shown of an application that wants to be signed in with. */
export const AskingApplication = z.object({
  id: Snowflake,
  name: z.string(),
  /** False where it registered itself, and nobody with an account here answers for it. */
  verified: z.boolean(),
  description: z.string(),
  logo: z.string().nullable(),
  terms_url: z.string(),
  privacy_url: z.string(),
  /** The host that people are sent back to; null for a device. */
  host: z.string().nullable(),
})
export type AskingApplication = z.infer<typeof AskingApplication>

/** A sign-in with an application that waits for somebody's decision. */
export const Interaction = z.object({
  uid: z.string(),
  application: AskingApplication,
  scopes: z.array(ScopeName),
  /**
   * What is left to do: sign in (nobody is, or the application wants a fresh proof, within `max_age`), or choose an
   * account and decide.
   */
  needs: z.enum(['sign_in', 'fresh_sign_in', 'decision']),
  /** The person's accounts, primary first; empty while nobody is signed in. */
  accounts: z.array(
    z.object({
      id: Snowflake,
      username: z.string(),
      display_name: z.string().nullable(),
      avatar: z.string().nullable(),
      /** Of the ring by which the person knows the account. */
      color: Color.nullable(),
      /** These scopes were given to this application before. */
      granted: z.array(ScopeName),
    }),
  ),
  /** The account that the application, or the last time, points to. */
  suggested: Snowflake.nullable(),
})
export type Interaction = z.infer<typeof Interaction>

const Uid = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)
/** Where the browser goes next: a whole address, of ours or of the application. */
const Location = z.object({ location: z.string() })

export const getInteraction = query('oauth.getInteraction', {
  about: 'A sign-in with an application that was begun in this browser.',
  http: 'GET /interactions/:uid',
  caller: 'anyone',
  input: z.object({ uid: Uid }),
  output: z.object({ interaction: Interaction }),
  refuses: [refusals.unknown_interaction, refusals.application_stopped],
  limit: { count: 120, seconds: 60, by: 'address' },
})

export const allowInteraction = command('oauth.allowInteraction', {
  about:
    'Lets the application know this account, with these scopes and no others. `openid` is always among them.',
  http: 'POST /interactions/:uid/allow',
  caller: 'person',
  input: z.object({ uid: Uid, account: Snowflake, scopes: z.array(ScopeName).max(10) }),
  output: Location,
  refuses: [
    refusals.unknown_interaction,
    refusals.application_stopped,
    edgeRefusals.unknown_account,
    edgeRefusals.fresh_sign_in_required,
  ],
})

export const denyInteraction = command('oauth.denyInteraction', {
  about: 'Sends the browser back to the application with `access_denied`.',
  http: 'POST /interactions/:uid/deny',
  caller: 'anyone',
  input: z.object({ uid: Uid }),
  output: Location,
  refuses: [refusals.unknown_interaction],
})

const UserCode = z.string().max(20)

export const getDeviceRequest = query('oauth.getDeviceRequest', {
  about: 'What a device that shows this code asks for (RFC 8628).',
  http: 'GET /device',
  caller: 'person',
  input: z.object({ user_code: UserCode }),
  output: z.object({ interaction: Interaction.omit({ uid: true }) }),
  refuses: [refusals.unknown_user_code, refusals.application_stopped],
  limit: { count: 10, seconds: 300, by: 'account' },
})

export const decideDeviceRequest = command('oauth.decideDeviceRequest', {
  about: 'Lets the device in as this account, or does not.',
  http: 'POST /device',
  caller: 'person',
  input: z.object({
    user_code: UserCode,
    allow: z.boolean(),
    account: Snowflake,
    scopes: z.array(ScopeName).max(10),
  }),
  output: z.void(),
  refuses: [refusals.unknown_user_code, refusals.application_stopped, edgeRefusals.unknown_account],
  limit: { count: 20, seconds: 300, by: 'account' },
})

/** An application that the acting account signed in with. */
export const ConnectedApplication = z.object({
  application: AskingApplication,
  scopes: z.array(ScopeName),
  since: Instant,
  /** To the hour. */
  last_used_at: Instant,
})
export type ConnectedApplication = z.infer<typeof ConnectedApplication>

export const listConnections = query('oauth.listConnections', {
  about: 'The applications that the account that acts is connected with.',
  http: 'GET /connections',
  caller: 'person',
  input: Nothing,
  output: z.object({ connections: z.array(ConnectedApplication) }),
})

export const deleteConnection = command('oauth.deleteConnection', {
  about: 'Takes back what an application was given: its tokens are dead within a second.',
  http: 'DELETE /connections/:applicationId',
  caller: 'person',
  input: z.object({ applicationId: Snowflake }),
  output: z.void(),
  refuses: [refusals.unknown_connection],
})
