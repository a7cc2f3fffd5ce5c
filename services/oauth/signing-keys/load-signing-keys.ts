import type { JWK } from 'oidc-provider'
import type { OAuth } from '../oauth.ts'
import { makeSigningKeys, signingPlace } from './make-signing-keys.ts'
import { inOrderOfUse } from './signing-key-policy.ts'
import { listSigningKeys } from './signing-key-store.ts'

/** The keys to sign with and to be known by, first those that sign now. Makes them where there are none. */
export async function loadSigningKeys(oauth: OAuth): Promise<JWK[]> {
  await makeSigningKeys(oauth, false)
  const now = oauth.clock.now()
  const rows = inOrderOfUse(await listSigningKeys(oauth.database, new Date(now)), now)
  const opened = await oauth.keys.open({
    items: rows.map((row) => ({ place: signingPlace(row.kid), sealed: row.sealed })),
  })
  return opened.map((plain) => {
    if (plain === null) throw new Error('the key that sealed the signing keys is gone')
    return JSON.parse(Buffer.from(plain).toString()) as JWK
  })
}
