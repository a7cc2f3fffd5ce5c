import { decodeAttestationObject, decodeClientDataJSON } from '@simplewebauthn/server/helpers'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from '@alles/platform/contract'

/** Bytes in base64url; the edge has limited how many there can be. */
const Bytes = z.string().regex(/^[A-Za-z0-9_-]+$/)

const RegistrationShape = z.object({
  id: Bytes,
  rawId: Bytes,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: Bytes,
    attestationObject: Bytes,
    transports: z.array(z.string().max(32)).max(8).optional(),
  }),
})

const AssertionShape = z.object({
  id: Bytes,
  rawId: Bytes,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: Bytes,
    authenticatorData: Bytes,
    signature: Bytes,
    userHandle: Bytes.nullish(),
  }),
})

/** A response of the browser with the challenge it says it signed. Nothing of it has been verified. */
export interface Read<Response> {
  readonly response: Response
  readonly challenge: string
}

/**
 * Null where it is none, or comes with a statement about the authenticator's make other than its own signature. We ask
 * for none (`attestation: 'none'`), and to check one the library would ask its maker's servers.
 */
export function readRegistration(given: unknown): Read<RegistrationResponseJSON> | null {
  const parsed = RegistrationShape.safeParse(given)
  if (!parsed.success) return null
  const { response } = parsed.data
  return orNull(() => {
    const statement = decodeAttestationObject(bytesOf(response.attestationObject))
    const makesNoClaim =
      statement.get('fmt') === 'none' ||
      (statement.get('fmt') === 'packed' && statement.get('attStmt').get('x5c') === undefined)
    if (!makesNoClaim) return null
    const { transports, ...rest } = response
    return {
      response: {
        ...parsed.data,
        response: { ...rest, ...(transports && { transports }) },
        clientExtensionResults: {},
      },
      challenge: decodeClientDataJSON(response.clientDataJSON).challenge,
    }
  })
}

export function readAssertion(given: unknown): Read<AuthenticationResponseJSON> | null {
  const parsed = AssertionShape.safeParse(given)
  if (!parsed.success) return null
  const { userHandle, ...rest } = parsed.data.response
  return orNull(() => ({
    response: {
      ...parsed.data,
      response: { ...rest, ...(typeof userHandle === 'string' && { userHandle }) },
      clientExtensionResults: {},
    },
    challenge: decodeClientDataJSON(rest.clientDataJSON).challenge,
  }))
}

/** The library throws at what it cannot read, and at a response that is not as it must be. */
export function orNull<T>(read: () => T | null): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text, 'base64url'))
}
