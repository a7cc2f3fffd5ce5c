import { z } from '@alles/platform/contract'
import { ApplicationName, WebAddress } from '../contract/index.ts'

/**
 * What an application says when it registers itself (RFC 7591, 2). What is not named here is passed over, as the RFC
 * wants; terms and policy are asked for here as of everybody else.
 */
export const Registration = z.object({
  client_name: ApplicationName,
  redirect_uris: z.array(WebAddress).min(1).max(10),
  tos_uri: WebAddress,
  policy_uri: WebAddress,
  post_logout_redirect_uris: z.array(WebAddress).max(10).default([]),
  backchannel_logout_uri: WebAddress.nullish(),
  token_endpoint_auth_method: z
    .enum(['client_secret_basic', 'client_secret_post', 'none'])
    .default('client_secret_basic'),
  response_types: z.array(z.literal('code')).max(1).default(['code']),
  grant_types: z
    .array(z.enum(['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code']))
    .max(3)
    .default(['authorization_code']),
})
export type Registration = z.infer<typeof Registration>

/** RFC 7591, 3.2.2. */
export interface RegistrationError {
  readonly error: 'invalid_redirect_uri' | 'invalid_client_metadata'
  readonly error_description: string
}

/** What is wrong with a registration, by the first field that is. */
export function registrationError(field: string): RegistrationError {
  const redirects = field.startsWith('redirect_uris')
  return {
    error: redirects ? 'invalid_redirect_uri' : 'invalid_client_metadata',
    error_description: `${field} is missing or is not as it should be`,
  }
}
