import { renderUser } from '@alles/chat/contract'
import { openApplication } from '../applications/application-fields.ts'
import type { ApplicationRow } from '../applications/application-store.ts'
import type { WireApplication } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'

/** An application as Discord's clients read it, with its bot where it has one. */
export async function wireApplication(oauth: OAuth, row: ApplicationRow): Promise<WireApplication> {
  const application = await openApplication(oauth, row)
  const [bot] = row.has_bot ? await oauth.accounts.profiles({ ids: [row.id] }) : []
  return {
    id: application.id,
    name: application.name,
    icon: null,
    description: application.description,
    bot_public: true,
    bot_require_code_grant: false,
    terms_of_service_url: application.terms_url,
    privacy_policy_url: application.privacy_url,
    verify_key: '',
    flags: 0,
    team: null,
    ...(bot && { bot: renderUser(bot) }),
  }
}

/** The same for the application itself, with what only it and its owner may see. */
export async function wireOwnApplication(oauth: OAuth, row: ApplicationRow): Promise<WireApplication> {
  const [application, opened, [owner]] = await Promise.all([
    wireApplication(oauth, row),
    openApplication(oauth, row),
    oauth.accounts.profiles({ ids: row.owner_account_id === null ? [] : [row.owner_account_id] }),
  ])
  return { ...application, redirect_uris: opened.redirect_uris, ...(owner && { owner: renderUser(owner) }) }
}
