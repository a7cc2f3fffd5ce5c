import { openFields } from '../applications/application-fields.ts'
import type { ApplicationRow } from '../applications/application-store.ts'
import type { AskingApplication } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'

/** What people are shown of applications, in order; null for one whose key is gone. */
export async function askingApplications(
  oauth: OAuth,
  rows: readonly ApplicationRow[],
  redirectUri?: unknown,
): Promise<(AskingApplication | null)[]> {
  const fields = await openFields(oauth, rows)
  return rows.map((row, index) => {
    const opened = fields[index]
    if (!opened) return null
    const address = redirectUri === undefined ? opened.redirect_uris[0] : redirectUri
    return {
      id: row.id,
      name: opened.name,
      verified: row.owner_account_id !== null,
      description: opened.description,
      logo: row.logo,
      terms_url: opened.terms_url,
      privacy_url: opened.privacy_url,
      host: typeof address === 'string' ? (URL.parse(address)?.host ?? null) : null,
    }
  })
}
