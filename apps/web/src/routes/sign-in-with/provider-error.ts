import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

const wrong = msg`The application asked in a way that we do not understand. That is for its makers to mend; you cannot do anything wrong here.`
const unknown = msg`The application is not known here, or has been stopped. Nothing was given to it; ask its makers.`
const address = msg`The application wants people sent to an address that it has not registered. So that nobody else gets your sign-in, it ends here. Its makers have to register the address.`
const again = msg`This took longer than a sign-in may take, or it was begun in another browser. Go back to the application and start again there.`
const ours = msg`Something went wrong on this server. Nothing was given to the application. Try again in a moment.`

/** What stands on the page for each error that the provider ends a sign-in with (OAuth 2.0, OpenID Connect, PAR, RAR). */
const sentences = new Map<string, MessageDescriptor>([
  ['invalid_request', wrong],
  ['invalid_request_object', wrong],
  ['invalid_scope', wrong],
  ['invalid_target', wrong],
  ['unsupported_response_type', wrong],
  ['unsupported_response_mode', wrong],
  ['request_not_supported', wrong],
  ['request_uri_not_supported', wrong],
  ['registration_not_supported', wrong],
  ['unmet_authentication_requirements', wrong],
  ['invalid_client', unknown],
  ['unauthorized_client', unknown],
  ['invalid_client_metadata', unknown],
  ['invalid_redirect_uri', address],
  ['redirect_uri_mismatch', address],
  ['invalid_request_uri', again],
  ['session_not_found', again],
  ['expired_token', again],
  ['login_required', again],
  ['interaction_required', again],
  ['consent_required', again],
  ['account_selection_required', again],
  [
    'confirmation_required',
    msg`The application wanted to sign you out and did not say whom. Nothing was changed. To be signed out there, sign out in the application, or disconnect it in your settings.`,
  ],
  ['access_denied', msg`It was not allowed. Nothing was given to the application.`],
  ['application_stopped', msg`The application has been stopped: nobody can sign in with it at the moment.`],
  ['temporarily_unavailable', ours],
  ['server_error', ours],
])

const unexpected = msg`The sign-in could not be finished. Nothing was given to the application. Go back to it and start again there.`

/** The code, where it is one we know: what a query string says is shown to nobody. */
export function knownProviderError(code: unknown): string | null {
  return typeof code === 'string' && sentences.has(code) ? code : null
}

/** What to tell a person, for a code or for one that nobody knows. */
export function providerErrorSentence(code: string | null): MessageDescriptor {
  return (code === null ? undefined : sentences.get(code)) ?? unexpected
}
