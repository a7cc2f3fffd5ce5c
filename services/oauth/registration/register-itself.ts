import { Refusal } from '@alles/platform/contract'
import { insertNew } from '../applications/create-application.ts'
import { checkAddresses } from '../applications/web-address-policy.ts'
import type { OAuth } from '../oauth.ts'
import { Registration, registrationError, type RegistrationError } from './registration-policy.ts'

/** Registers an application that nobody here answers for: it is shown as such to everybody it asks. */
export async function registerItself(oauth: OAuth, given: unknown): Promise<object | RegistrationError> {
  const parsed = Registration.safeParse(given)
  if (!parsed.success) return registrationError(String(parsed.error.issues[0]?.path[0] ?? 'the body'))
  const wanted = parsed.data
  const fields = {
    name: wanted.client_name,
    description: '',
    terms_url: wanted.tos_uri,
    privacy_url: wanted.policy_uri,
    redirect_uris: wanted.redirect_uris,
    post_logout_redirect_uris: wanted.post_logout_redirect_uris,
    backchannel_logout_uri: wanted.backchannel_logout_uri ?? null,
  }
  const wrong = wrongAddress(fields)
  if (wrong !== null) return registrationError(wrong)
  const isPublic = wanted.token_endpoint_auth_method === 'none'
  const clientType = isPublic ? 'public' : 'confidential'
  const { row, secret } = await insertNew(oauth, null, { fields, clientType })
  return {
    ...wanted,
    client_id: row.id,
    client_id_issued_at: Math.floor(row.created_at.getTime() / 1000),
    ...(secret && { client_secret: secret.reveal(), client_secret_expires_at: 0 }),
    subject_type: 'pairwise',
    id_token_signed_response_alg: 'RS256',
  }
}

const names: Readonly<Record<string, string>> = { terms_url: 'tos_uri', privacy_url: 'policy_uri' }

/** The first field, by its name in the RFC, whose address is none. */
function wrongAddress(fields: Parameters<typeof checkAddresses>[0]): string | null {
  try {
    checkAddresses(fields)
    return null
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const field = String(error.details.faults?.[0]?.path[0] ?? '')
    return names[field] ?? field
  }
}
