import type { Exchange } from '@alles/platform/http'
import type { ApplicationRow } from '../applications/application-store.ts'
import { listGrantsTo, type GrantRow } from '../connections/grant-store.ts'
import { ScopeName, type Interaction } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { listSignInsOfSession } from '../sign-ins/sign-in-store.ts'
import { askingApplications } from './asking-application.ts'
import { hintedAccount } from './hinted-account.ts'
import { needsOf, scopesAsked } from './interaction-policy.ts'
import { askingRow, openInteraction } from './open-interaction.ts'

/** A sign-in as the page shows it to whoever is signed in. */
export async function getInteraction(oauth: OAuth, exchange: Exchange, uid: string): Promise<Interaction> {
  const { params, begunAt } = await openInteraction(oauth, exchange, uid)
  const row = await askingRow(oauth, params)
  const session = exchange.caller?.session ?? null
  const needs = needsOf(params, { begunAt, now: oauth.clock.now(), provedAt: session?.provedAt ?? null })
  return { uid, needs, ...(await describeRequest(oauth, { row, params, session, redirects: true })) }
}

interface Asked {
  readonly row: ApplicationRow
  readonly params: Readonly<Record<string, unknown>>
  readonly session: { readonly id: string; readonly personId: string } | null
  /** False for a device, to which nobody is sent back. */
  readonly redirects: boolean
}

/** What is asked for, by which application, and the accounts that could give it. */
export async function describeRequest(
  oauth: OAuth,
  { row, params, session, redirects }: Asked,
): Promise<Omit<Interaction, 'uid' | 'needs'>> {
  const redirectUri = redirects ? params['redirect_uri'] : null
  const [application] = await askingApplications(oauth, [row], redirectUri)
  if (!application) throw new Error('the key of an application that is not erased is gone')
  const ids = session ? await oauth.accounts.accountsOf({ personId: session.personId }) : []
  const [profiles, grants] = await Promise.all([
    oauth.accounts.profiles({ ids }),
    listGrantsTo(oauth.database, row.id, ids),
  ])
  const accounts = ids.flatMap((id) => {
    const profile = profiles.find((one) => one.id === id)
    if (!profile) return []
    const { username, displayName: display_name, avatar, color } = profile
    return [
      {
        id,
        username,
        display_name,
        avatar,
        color,
        granted: scopesOf(grants.find((one) => one.account_id === id)),
      },
    ]
  })
  const suggested =
    (await hintedAccount(oauth, params, ids)) ??
    (session && (await lastAccount(oauth, row.id, session.id))) ??
    latest(grants)
  return { application, scopes: scopesAsked(params), accounts, suggested }
}

export function scopesOf(grant: GrantRow | undefined): ScopeName[] {
  const given = grant?.scopes.split(' ') ?? []
  return ScopeName.options.filter((scope) => given.includes(scope))
}

async function lastAccount(oauth: OAuth, applicationId: string, sessionId: string): Promise<string | null> {
  const [last] = await listSignInsOfSession(oauth.database, sessionId, applicationId)
  return last?.account_id ?? null
}

function latest(grants: readonly GrantRow[]): string | null {
  const [last] = grants.toSorted((one, other) => other.last_used_at.getTime() - one.last_used_at.getTime())
  return last?.account_id ?? null
}
