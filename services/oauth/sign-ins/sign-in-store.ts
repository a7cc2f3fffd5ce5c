import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type SignInRow = Schema['sign_ins']

/** A sign-in, and the scopes that its account still lets the application have. */
export interface LiveSignIn extends SignInRow {
  readonly consented: string
}

export async function insertSignIn(on: Connection<Schema>, row: SignInRow): Promise<void> {
  await on.kysely.insertInto('sign_ins').values(row).execute()
}

/** What an application was told of the proof that an account's session rests on; undefined where nothing yet. */
export async function findToldProof(
  { sql }: Connection<Schema>,
  of: {
    readonly accountId: string
    readonly applicationId: string
    readonly sessionId: string | null
    readonly provedAt: number
  },
): Promise<Date | undefined> {
  const [row] = await sql<{ told: Date | null }[]>`
    select min(proved_at) as told from sign_ins
    where account_id = ${of.accountId} and application_id = ${of.applicationId} and session_id = ${of.sessionId}
      and proved_at >= ${new Date(of.provedAt)}`
  return row?.told ?? undefined
}

function living(on: Connection<Schema>) {
  return on.kysely
    .selectFrom('sign_ins as s')
    .innerJoin('grants as g', (join) =>
      join.onRef('g.account_id', '=', 's.account_id').onRef('g.application_id', '=', 's.application_id'),
    )
    .selectAll('s')
    .select('g.scopes as consented')
}

export async function findSignIn(on: Connection<Schema>, id: string): Promise<LiveSignIn | undefined> {
  return living(on).where('s.id', '=', id).executeTakeFirst()
}

export async function findSignInByUid(on: Connection<Schema>, uid: string): Promise<LiveSignIn | undefined> {
  return living(on).where('s.session_uid', '=', uid).executeTakeFirst()
}

/** The sign-ins with an application in one session that are still signed in, latest first. */
export async function listSignInsOfSession(
  on: Connection<Schema>,
  sessionId: string,
  applicationId: string,
): Promise<LiveSignIn[]> {
  return living(on)
    .where('s.session_id', '=', sessionId)
    .where('s.application_id', '=', applicationId)
    .where('s.session_uid', 'is not', null)
    .orderBy('s.id', 'desc')
    .execute()
}

/** Ties a sign-in to the application's session; `expires_at` only ever moves on. */
export async function updateSignInSession(
  on: Connection<Schema>,
  id: string,
  session: { uid: string; sid: string; expires: Date },
): Promise<void> {
  await on.sql`
    update sign_ins set session_uid = ${session.uid}, sid = ${session.sid},
      expires_at = greatest(expires_at, ${session.expires})
    where id = ${id} and (session_uid is null or session_uid = ${session.uid})`
}

export async function extendSignIn(on: Connection<Schema>, id: string, until: Date): Promise<void> {
  await on.sql`update sign_ins set expires_at = greatest(expires_at, ${until}) where id = ${id}`
}

/** Takes a sign-in with every token of it. */
export async function removeSignIn(on: Connection<Schema>, id: string): Promise<void> {
  await on.kysely.deleteFrom('sign_ins').where('id', '=', id).execute()
}

/** Takes every sign-in with an application. */
export async function removeSignInsWith(on: Connection<Schema>, applicationId: string): Promise<void> {
  await on.kysely.deleteFrom('sign_ins').where('application_id', '=', applicationId).execute()
}

/** Takes every sign-in of an account with one application or all, whether it may go on while nobody is there or not. */
export async function removeSignInsOf(
  on: Connection<Schema>,
  accountId: string,
  applicationId?: string,
): Promise<EndedSignIn[]> {
  return on.kysely
    .deleteFrom('sign_ins')
    .where('account_id', '=', accountId)
    .$if(applicationId !== undefined, (of) => of.where('application_id', '=', applicationId ?? ''))
    .returning(['id', 'account_id', 'application_id', 'sid'])
    .execute()
}

/** What one application has to be told of somebody who signed out. */
export type EndedSignIn = Pick<SignInRow, 'id' | 'account_id' | 'application_id' | 'sid'>

type Which = { readonly sessionId: string } | { readonly ids: readonly string[] }

/**
 * Ends sign-ins: those that may go on while nobody is there lose their session, the others go. Answers each that ended
 * here; a second process that ends the same answers none.
 */
export async function endSignIns(on: Connection<Schema>, which: Which): Promise<EndedSignIn[]> {
  const chosen =
    'sessionId' in which
      ? on.sql`session_id = ${which.sessionId}`
      : on.sql`id = any(${[...which.ids]}::bigint[])`
  const gone = await on.sql<EndedSignIn[]>`
    delete from sign_ins where ${chosen} and not ('offline_access' = any(string_to_array(scopes, ' ')))
    returning id, account_id, application_id, sid`
  const kept = await on.sql<EndedSignIn[]>`
    update sign_ins set session_id = null, session_uid = null
    where ${chosen} and session_id is not null returning id, account_id, application_id, sid`
  return [...gone, ...kept]
}

export async function listSignInsBySid(
  on: Connection<Schema>,
  applicationId: string,
  sid: string,
): Promise<LiveSignIn[]> {
  return living(on).where('s.application_id', '=', applicationId).where('s.sid', '=', sid).execute()
}
