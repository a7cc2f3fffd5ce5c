import { z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'
import type { Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import { randomBelow } from '@alles/platform/ids'
import { removeGrantsOf } from '../connections/grant-store.ts'
import type { OAuth } from '../oauth.ts'
import { endSignIns, removeSignInsOf, type EndedSignIn } from './sign-in-store.ts'

/** An application is told that somebody signed out at `at`, milliseconds since 1970. */
export const tellSignedOut = task(
  'oauth.tellSignedOut',
  z.object({ applicationId: z.string(), accountId: z.string(), sid: z.string(), at: z.number() }),
)

/** Ends these sign-ins of one account, and tells their applications. */
export async function endSome(oauth: OAuth, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await oauth.database.transaction(async (tx) => tellOf(oauth, tx, await endSignIns(tx, { ids })))
}

/** Ends what was signed in in one session, wherever it was. `together`: other sessions of its person end with it. */
export async function endSessionOf(
  oauth: OAuth,
  { sessionId, together = false }: { sessionId: string; together?: boolean | undefined },
): Promise<void> {
  await oauth.database.transaction(async (tx) => {
    const ended = await endSignIns(tx, { sessionId })
    const several = new Set(ended.map((one) => one.account_id)).size > 1
    await (together || several ? tellApart : tellOf)(oauth, tx, ended)
  })
}

/** Takes back everything an account gave to applications, and tells them. Does nothing twice. */
export async function endEverythingOf(oauth: OAuth, accountId: string): Promise<void> {
  await oauth.database.transaction(async (tx) => {
    const ended = await removeSignInsOf(tx, accountId)
    await removeGrantsOf(tx, accountId)
    await tellApart(oauth, tx, ended)
  })
}

/** The applications of these sign-ins will be told at once that they are over. */
export async function tellOf(
  oauth: OAuth,
  tx: Transaction<Schema>,
  ended: readonly EndedSignIn[],
): Promise<void> {
  const now = oauth.clock.now()
  for (const one of ended.filter(wasSignedIn)) await tell(oauth, tx, { ...one, now, at: now })
}

/** The same, where other accounts of the same person may end in this moment too. */
async function tellApart(
  oauth: OAuth,
  tx: Transaction<Schema>,
  ended: readonly EndedSignIn[],
): Promise<void> {
  const told = ended.filter(wasSignedIn)
  const now = oauth.clock.now()
  const moments = new Map<string, number>()
  for (const accountId of new Set(told.map((one) => one.account_id)))
    moments.set(accountId, now + ((await isOnlyAccount(oauth, accountId)) ? 0 : randomBelow(spreadMs)))
  for (const one of told) await tell(oauth, tx, { ...one, now, at: moments.get(one.account_id) ?? now })
}

/**
 * Of a person's accounts applications hear at different moments within ten minutes. Told together of two accounts, they
 * would know that both are one person's, whether the two were in one session or in several that ended at once.
 */
const spreadMs = 600_000

async function isOnlyAccount(oauth: OAuth, accountId: string): Promise<boolean> {
  const personId = (await oauth.accounts.findAccountById({ accountId }))?.personId ?? null
  return personId !== null && (await oauth.accounts.accountsOf({ personId })).length === 1
}

type Told = EndedSignIn & { readonly sid: string; readonly now: number; readonly at: number }

async function tell(oauth: OAuth, tx: Transaction<Schema>, { now, at, ...one }: Told): Promise<void> {
  const payload = { applicationId: one.application_id, accountId: one.account_id, sid: one.sid, at: now }
  await oauth.jobs.add(tx, tellSignedOut, payload, { at })
}

/** Whether the application ever got to know of it. */
function wasSignedIn(one: EndedSignIn): one is EndedSignIn & { sid: string } {
  return one.sid !== null
}
