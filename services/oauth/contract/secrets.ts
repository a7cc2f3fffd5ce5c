import { command, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { ClientSecret } from './shapes.ts'

export const addSecret = command('oauth.addSecret', {
  about: 'A second secret, shown this once. Both are good until one is deleted.',
  http: 'POST /applications/:id/secrets',
  caller: 'fresh-person',
  input: z.object({ id: Snowflake }),
  output: z.object({ secret: ClientSecret, client_secret: z.string() }),
  status: 201,
  refuses: [refusals.unknown_application, refusals.too_many_secrets, refusals.public_client],
  limit: { count: 10, seconds: 60, by: 'account' },
})

export const deleteSecret = command('oauth.deleteSecret', {
  about: 'Makes a secret useless at once.',
  http: 'DELETE /applications/:id/secrets/:secretId',
  caller: 'fresh-person',
  input: z.object({ id: Snowflake, secretId: Snowflake }),
  output: z.void(),
  refuses: [refusals.unknown_application, refusals.unknown_secret, refusals.last_secret],
})

export const suspendApplication = command('oauth.suspendApplication', {
  about: 'Stops an application of whoever it is, or lets it go on: its tokens, bot and sign-ins.',
  http: 'PUT /applications/:id/suspension',
  caller: 'administrator',
  input: z.object({ id: Snowflake, suspended: z.boolean() }),
  output: z.void(),
  refuses: [refusals.unknown_application],
})
