import { hash } from 'node:crypto'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { InvalidDpopProof, InvalidGrant } from 'oidc-provider/lib/helpers/errors.js'
import { findApplicationRow } from '../applications/application-store.ts'
import { catalogue } from '../catalogue.ts'
import type { OAuth } from '../oauth.ts'
import { extendSignIn, removeSignIn } from '../sign-ins/sign-in-store.ts'
import { currentBrowser } from './browser-cookies.ts'
import {
  consumeToken,
  findToken,
  findTokenByUserCode,
  insertTokenOnce,
  removeToken,
  removeTokensOf,
  upsertToken,
  type TokenRow,
} from './token-store.ts'

const table = catalogue.tables.tokens

/** What is stored of a token: nothing that it could be made of again. */
export function tokenIdOf(value: string): string {
  return hash('sha256', value, 'base64url')
}

/** Where the library keeps codes, tokens and unfinished requests of one kind. */
export function tokenAdapter(oauth: OAuth, kind: string): Adapter {
  const open = async (row: TokenRow | undefined, jti?: string): Promise<AdapterPayload | undefined> => {
    if (row?.payload === null || row?.payload === undefined) return undefined
    const [payload] = await oauth.sealer.open<AdapterPayload & { ownId?: string }, typeof table>(
      table,
      'payload',
      [{ row: row.id, sealed: row.payload }],
    )
    if (!payload) return undefined
    const { ownId, ...rest } = payload
    const id = jti ?? ownId
    return {
      ...rest,
      ...(id !== undefined && { jti: id }),
      ...(row.consumed_at && { consumed: Math.floor(row.consumed_at.getTime() / 1000) }),
    }
  }
  return {
    async upsert(id, payload, expiresIn) {
      const row = await sealedRow(oauth, { kind, id, payload, expiresIn })
      if (kind === 'ReplayDetection') {
        if (!(await insertTokenOnce(oauth.database, row)))
          throw new InvalidDpopProof('DPoP proof JWT Replay detected')
        return
      }
      await upsertToken(oauth.database, row)
      if (kind === 'RefreshToken' && row.sign_in_id !== null)
        await extendSignIn(oauth.database, row.sign_in_id, row.expires_at)
    },
    find: async (value) => open(await findToken(oauth.database, tokenIdOf(value), kind), value),
    findByUserCode: async (code) =>
      open(await findTokenByUserCode(oauth.database, await userCodeHash(oauth, code))),
    findByUid: () => Promise.resolve(undefined),
    async consume(value) {
      const id = tokenIdOf(value)
      if (await consumeToken(oauth.database, id, new Date(oauth.clock.now()))) return
      // Somebody else used it in the same moment: one of the two is a thief (RFC 9700, 2.2.2 and 4.14).
      const row = await findToken(oauth.database, id, kind)
      if (row?.sign_in_id) await removeSignIn(oauth.database, row.sign_in_id)
      throw new InvalidGrant('already used')
    },
    destroy: (value) => removeToken(oauth.database, tokenIdOf(value)),
    revokeByGrantId: (grantId) => removeTokensOf(oauth.database, grantId),
  }
}

async function userCodeHash(oauth: OAuth, code: string): Promise<Buffer> {
  const [hashed] = await oauth.keys.blindIndex({ purpose: 'oidc-user-code', values: [code] })
  if (!hashed) throw new Error('no index was made')
  return Buffer.from(hashed)
}

interface Given {
  readonly kind: string
  readonly id: string
  readonly payload: AdapterPayload
  readonly expiresIn: number | undefined
}

async function sealedRow(oauth: OAuth, { kind, id, payload, expiresIn }: Given): Promise<TokenRow> {
  const rowId = tokenIdOf(id)
  const applicationId = applicationOf(payload)
  const application = await findApplicationRow(oauth.database, applicationId)
  if (!application) throw new InvalidGrant('the application is gone')
  const { jti: _jti, consumed: _consumed, ...rest } = payload
  // A device is decided upon by the code it shows, which has to lead back to the whole of what is stored.
  const value = kind === 'DeviceCode' ? { ...rest, ownId: id } : rest
  const [sealed] = await oauth.sealer.seal(table, 'payload', [{ row: rowId, key: application.key_id, value }])
  if (!sealed) throw new Error('a token was not sealed')
  const now = oauth.clock.now()
  return {
    id: rowId,
    kind,
    application_id: applicationId,
    account_id: payload.accountId ?? null,
    sign_in_id: kind === 'Interaction' ? null : (payload.grantId ?? null),
    payload: Buffer.from(sealed),
    user_code_hash: typeof payload.userCode === 'string' ? await userCodeHash(oauth, payload.userCode) : null,
    browser_hash: kind === 'Interaction' ? currentBrowser() : null,
    created_at: new Date(now),
    expires_at: expiryOf(payload, now, expiresIn),
    consumed_at: null,
  }
}

function expiryOf(payload: AdapterPayload, now: number, expiresIn: number | undefined): Date {
  return new Date(typeof payload.exp === 'number' ? payload.exp * 1000 : now + (expiresIn ?? 0) * 1000)
}

/** Every kind says somewhere whose it is. */
function applicationOf(payload: AdapterPayload): string {
  const { clientId, params, iss, request } = payload as {
    clientId?: unknown
    params?: { client_id?: unknown }
    iss?: unknown
    request?: unknown
  }
  for (const one of [clientId, params?.client_id, iss]) if (typeof one === 'string') return one
  if (typeof request === 'string') {
    const body: unknown = JSON.parse(Buffer.from(request.split('.')[1] ?? '', 'base64url').toString())
    if (typeof body === 'object' && body !== null && 'iss' in body && typeof body.iss === 'string')
      return body.iss
  }
  throw new Error('a token says of no application that it is its')
}
