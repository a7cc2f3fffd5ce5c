import { refusals as mediaRefusals } from '@alles/media/contract'
import { command, Nothing, query, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { Application, ApplicationDescription, ApplicationName, ClientType, WebAddress } from './shapes.ts'

export const createApplication = command('oauth.createApplication', {
  about: 'Registers an application. Its `client_id` is its id; the secret is shown this once.',
  http: 'POST /applications',
  caller: 'person',
  input: z.object({
    name: ApplicationName,
    redirect_uris: z.array(WebAddress).max(10),
    terms_url: WebAddress,
    privacy_url: WebAddress,
    description: ApplicationDescription.optional(),
    post_logout_redirect_uris: z.array(WebAddress).max(10).optional(),
    backchannel_logout_uri: WebAddress.nullish(),
    client_type: ClientType.default('confidential'),
  }),
  /** `client_secret` is null for a public client. */
  output: z.object({ application: Application, client_secret: z.string().nullable() }),
  status: 201,
  refuses: [refusals.invalid_address, refusals.too_many_applications],
  limit: { count: 10, seconds: 60, by: 'account' },
})

export const listApplications = query('oauth.listApplications', {
  about: 'The applications of the account that acts.',
  http: 'GET /applications',
  caller: 'person',
  input: Nothing,
  output: z.object({ applications: z.array(Application) }),
})

export const editApplication = command('oauth.editApplication', {
  about: 'Changes an application. A field that is left out stays.',
  http: 'PATCH /applications/:id',
  caller: 'person',
  input: z.object({
    id: Snowflake,
    name: ApplicationName.optional(),
    redirect_uris: z.array(WebAddress).max(10).optional(),
    terms_url: WebAddress.optional(),
    privacy_url: WebAddress.optional(),
    description: ApplicationDescription.optional(),
    post_logout_redirect_uris: z.array(WebAddress).max(10).optional(),
    backchannel_logout_uri: WebAddress.nullish(),
    /** The id of an upload; null removes the picture. */
    logo: Snowflake.nullish(),
    paused: z.boolean().optional(),
  }),
  output: z.object({ application: Application }),
  refuses: [refusals.unknown_application, refusals.invalid_address, mediaRefusals.unknown_upload],
})

export const deleteApplication = command('oauth.deleteApplication', {
  about: 'Deletes an application. Its bot signs out for good.',
  http: 'DELETE /applications/:id',
  caller: 'person',
  input: z.object({ id: Snowflake }),
  output: z.void(),
  refuses: [refusals.unknown_application],
})

export const resetBotToken = command('oauth.resetBotToken', {
  about: "Makes the application's bot, or a new token for it: the one before stops working at once.",
  http: 'POST /applications/:id/bot',
  caller: 'person',
  input: z.object({ id: Snowflake }),
  output: z.object({ token: z.string() }),
  status: 201,
  refuses: [refusals.unknown_application],
  limit: { count: 10, seconds: 60, by: 'account' },
})
