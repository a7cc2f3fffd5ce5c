import type { Adapter, AdapterPayload } from 'oidc-provider'
import { Snowflake } from '@alles/platform/contract'
import { clientTypeOf, openFields, type ApplicationFields } from '../applications/application-fields.ts'
import { findApplicationRow, type ApplicationRow } from '../applications/application-store.ts'
import { maySignIn } from '../applications/application-standing.ts'
import type { OAuth } from '../oauth.ts'

const nothing = () => Promise.resolve(undefined)

/** The library's clients are our applications, read anew each time: one that was stopped is unknown from then on. */
export function clientAdapter(oauth: OAuth): Adapter {
  return {
    upsert: () => Promise.reject(new Error('an application is registered with createApplication')),
    async find(id) {
      if (!Snowflake.safeParse(id).success) return undefined
      const row = await findApplicationRow(oauth.database, id)
      if (!row || !(await maySignIn(oauth, row))) return undefined
      const [fields] = await openFields(oauth, [row])
      return fields ? clientMetadata(row, fields) : undefined
    },
    findByUserCode: nothing,
    findByUid: nothing,
    consume: nothing,
    destroy: nothing,
    revokeByGrantId: nothing,
  }
}

/**
 * The library wants a sector for pairwise subjects of applications with several hosts; ours are made per application, so
 * the sector is never asked for.
 */
const noSector = 'https://sector.invalid/'

function clientMetadata(row: ApplicationRow, fields: ApplicationFields): AdapterPayload {
  const isPublic = clientTypeOf(row) === 'public'
  const returns = fields.redirect_uris.length > 0
  return {
    client_id: row.id,
    client_name: fields.name,
    tos_uri: fields.terms_url,
    policy_uri: fields.privacy_url,
    redirect_uris: [...fields.redirect_uris],
    post_logout_redirect_uris: [...fields.post_logout_redirect_uris],
    response_types: returns ? ['code'] : [],
    grant_types: [...(returns ? (['authorization_code'] as const) : []), 'refresh_token'],
    application_type: isPublic && !fields.redirect_uris.some(isSecureLoopback) ? 'native' : 'web',
    token_endpoint_auth_method: isPublic ? 'none' : 'client_secret_basic',
    // What is compared are hashes; see `compareSecret`.
    ...(!isPublic && { client_secret: 'hashed' }),
    ...(fields.backchannel_logout_uri !== null && {
      backchannel_logout_uri: fields.backchannel_logout_uri,
      backchannel_logout_session_required: true,
    }),
    subject_type: 'pairwise',
    sector_identifier_uri: noSector,
    id_token_signed_response_alg: 'RS256',
  }
}

function isSecureLoopback(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === 'https:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
}
