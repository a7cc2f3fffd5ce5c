import { COSEALG } from '@simplewebauthn/server/helpers'

/** How many passkeys a person may have. */
export const mostPasskeys = 20

/** What passkeys sign with: every authenticator in use knows one of these. */
export const algorithms: COSEALG[] = [COSEALG.EdDSA, COSEALG.ES256, COSEALG.RS256]
