import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { OAuth } from '../oauth.ts'
import {
  findSignIn,
  findSignInByUid,
  removeSignIn,
  updateSignInSession,
  type LiveSignIn,
} from '../sign-ins/sign-in-store.ts'

const seconds = (at: Date) => Math.floor(at.getTime() / 1000)
const nothing = () => Promise.resolve(undefined)

/** The library's grant: what one sign-in was given and its account has not taken back. Made by `beginSignIn` alone. */
export function grantAdapter(oauth: OAuth): Adapter {
  return {
    upsert: () => Promise.reject(new Error('a grant is made with a sign-in')),
    async find(id) {
      const row = await findSignIn(oauth.database, id)
      return row && grantPayload(row)
    },
    findByUserCode: nothing,
    findByUid: nothing,
    consume: nothing,
    destroy: (id) => removeSignIn(oauth.database, id),
    revokeByGrantId: (id) => removeSignIn(oauth.database, id),
  }
}

function grantPayload(row: LiveSignIn): AdapterPayload {
  const consented = new Set(row.consented.split(' '))
  return {
    jti: row.id,
    kind: 'Grant',
    accountId: row.account_id,
    clientId: row.application_id,
    iat: seconds(row.created_at),
    exp: seconds(row.expires_at),
    openid: {
      scope: row.scopes
        .split(' ')
        .filter((scope) => consented.has(scope))
        .join(' '),
    },
  }
}

/**
 * The library's session: one sign-in of one account with one application in one of our sessions. It is found by the id of
 * the sign-in, which never leaves the server, so that no two accounts ever share one.
 */
export function sessionAdapter(oauth: OAuth): Adapter {
  return {
    async upsert(_id, payload) {
      const [authorization] = Object.values(payload.authorizations ?? {})
      const { uid, exp } = payload
      if (authorization?.grantId === undefined || uid === undefined || exp === undefined) return
      await updateSignInSession(oauth.database, authorization.grantId, {
        uid,
        sid: authorization.sid ?? uid,
        expires: new Date(exp * 1000),
      })
    },
    async find(id) {
      const row = await findSignIn(oauth.database, id)
      return row && sessionPayload(row)
    },
    async findByUid(uid) {
      const row = await findSignInByUid(oauth.database, uid)
      return row && sessionPayload(row)
    },
    findByUserCode: nothing,
    consume: nothing,
    destroy: nothing,
    revokeByGrantId: nothing,
  }
}

function sessionPayload(row: LiveSignIn): AdapterPayload | undefined {
  if (row.session_uid === null) return undefined
  return {
    jti: row.id,
    kind: 'Session',
    uid: row.session_uid,
    accountId: row.account_id,
    acr: row.acr,
    loginTs: seconds(row.proved_at),
    iat: seconds(row.created_at),
    exp: seconds(row.expires_at),
    authorizations: { [row.application_id]: { sid: row.sid ?? row.session_uid, grantId: row.id } },
  }
}
