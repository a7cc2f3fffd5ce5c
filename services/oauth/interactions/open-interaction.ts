import type { AdapterPayload } from 'oidc-provider'
import { refuse } from '@alles/platform/contract'
import type { Exchange } from '@alles/platform/http'
import { findApplicationRow, type ApplicationRow } from '../applications/application-store.ts'
import { maySignIn } from '../applications/application-standing.ts'
import { refusals } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { browserHash } from '../provider/browser-cookies.ts'
import { tokenAdapter, tokenIdOf } from '../provider/token-adapter.ts'
import { findToken } from '../provider/token-store.ts'

/** A sign-in that was begun in the browser that asks. */
export interface OpenInteraction {
  readonly uid: string
  readonly params: Readonly<Record<string, unknown>>
  /** Where the browser goes once it is decided. */
  readonly returnTo: string
  readonly decided: boolean
  /** Milliseconds since 1970. */
  readonly begunAt: number
}

/** Null where there is none (any more), or another browser began it. */
export async function findInteraction(
  oauth: OAuth,
  exchange: Exchange,
  uid: string,
): Promise<OpenInteraction | null> {
  const browser = browserHash(exchange)
  const row = await findToken(oauth.database, tokenIdOf(uid), 'Interaction')
  if (!row?.browser_hash || !browser?.equals(row.browser_hash)) return null
  if (row.expires_at.getTime() <= oauth.clock.now()) return null
  const payload: AdapterPayload | undefined | void = await tokenAdapter(oauth, 'Interaction').find(uid)
  if (!payload?.params || payload.returnTo === undefined) return null
  return {
    uid,
    params: payload.params,
    returnTo: payload.returnTo,
    decided: payload.result !== undefined,
    begunAt: row.created_at.getTime(),
  }
}

/** Refuses where there is none. */
export async function openInteraction(
  oauth: OAuth,
  exchange: Exchange,
  uid: string,
): Promise<OpenInteraction> {
  return (await findInteraction(oauth, exchange, uid)) ?? refuse(refusals.unknown_interaction)
}

/** The application that asks; refused where it was stopped. */
export async function askingRow(oauth: OAuth, params: OpenInteraction['params']): Promise<ApplicationRow> {
  const id = params['client_id']
  const row = typeof id === 'string' ? await findApplicationRow(oauth.database, id) : undefined
  if (!row || !(await maySignIn(oauth, row))) return refuse(refusals.application_stopped)
  return row
}
