import type { OAuth } from '../oauth.ts'

/**
 * What one application knows an account by: `sub` in ID tokens, userinfo, introspection and logout tokens alike. Two
 * applications get two, two accounts get two, and none can be turned back.
 */
export async function subjectOf(oauth: OAuth, applicationId: string, accountId: string): Promise<string> {
  const [subject] = await subjectsOf(oauth, applicationId, [accountId])
  if (subject === undefined) throw new Error('no subject was made')
  return subject
}

/** The same for several accounts, in order. */
export async function subjectsOf(
  oauth: OAuth,
  applicationId: string,
  accountIds: readonly string[],
): Promise<string[]> {
  const made = await oauth.keys.blindIndex({
    purpose: 'oidc-subject',
    values: accountIds.map((accountId) => `${applicationId} ${accountId}`),
  })
  return made.map((bytes) => Buffer.from(bytes).toString('base64url'))
}
