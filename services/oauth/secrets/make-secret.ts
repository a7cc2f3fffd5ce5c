import { hash, randomBytes } from 'node:crypto'
import { Secret } from '@alles/platform/contract'
import type { OAuth } from '../oauth.ts'
import type { SecretRow } from './secret-store.ts'

/** A new secret of 256 random bits, and what is stored of it. */
export function makeSecret(oauth: OAuth, applicationId: string): { secret: Secret; row: SecretRow } {
  const secret = new Secret(randomBytes(32).toString('base64url'))
  return {
    secret,
    row: {
      id: oauth.ids.next(),
      application_id: applicationId,
      secret_hash: hash('sha256', secret.reveal(), 'buffer'),
      created_at: new Date(oauth.clock.now()),
      last_used_at: null,
    },
  }
}
