import type { OAuth } from '../oauth.ts'
import { takeRegistration } from '../registration/take-registration.ts'
import type { OAuthOptions } from '../service-options.ts'
import type { Providers } from './providers.ts'
import {
  libraryLines,
  takeAuthorization,
  takeEnd,
  takeForLibrary,
  takePostedRequest,
  takeResumption,
} from './take-request.ts'

/** Each stays for a month: nobody fills the database with them. */
const registrations = { count: 20, seconds: 3600, by: 'address' } as const

/** Everything under `/oidc`, and the two documents that say what is there. */
export function mountProvider(mount: OAuthOptions['mount'], oauth: OAuth, providers: Providers): void {
  mount(libraryLines, takeForLibrary(providers))
  mount(['GET /oidc/auth'], takeAuthorization(oauth, providers))
  mount(['POST /oidc/auth'], takePostedRequest)
  mount(['GET /oidc/auth/:uid'], takeResumption(oauth, providers))
  if (oauth.openRegistration) mount(['POST /oidc/register'], takeRegistration(oauth), registrations)
  mount(['GET /oidc/end', 'POST /oidc/end'], takeEnd(oauth, providers))
}
