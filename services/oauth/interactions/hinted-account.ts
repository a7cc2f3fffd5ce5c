import type { OAuth } from '../oauth.ts'
import { subjectsOf } from '../provider/subject-of.ts'

type Params = Readonly<Record<string, unknown>>

/** The `sub` of an ID token of ours. Its signature is the library's to check, and was where a request got this far. */
export function subjectHinted(params: Params): string | null {
  const token = params['id_token_hint']
  if (typeof token !== 'string') return null
  try {
    const body: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    return typeof body === 'object' && body !== null && 'sub' in body && typeof body.sub === 'string'
      ? body.sub
      : null
  } catch {
    return null
  }
}

/**
 * Which of these accounts an application means. It can name one only by the `sub` it knows it by, so that a hint never
 * tells whether a public account is this person's.
 */
export async function hintedAccount(
  oauth: OAuth,
  params: Params,
  accountIds: readonly string[],
): Promise<string | null> {
  const hint = subjectHinted(params) ?? params['login_hint']
  const applicationId = params['client_id']
  if (typeof hint !== 'string' || typeof applicationId !== 'string') return null
  const subjects = await subjectsOf(oauth, applicationId, accountIds)
  return accountIds[subjects.indexOf(hint)] ?? null
}
