import type { I18n, MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Refusal } from '@alles/platform/contract'
import { faultSentence } from '../../language/refusal-sentence.ts'

/** Refusals that only pages about applications meet, by code. */
const sentences: Readonly<Record<string, MessageDescriptor>> = {
  unknown_application: msg`This application does not exist, or not any more.`,
  invalid_address: msg`An address starts with https:// (plain http:// is for your own machine alone).`,
  too_many_applications: msg`You have as many applications as one account may have. Delete one first.`,
  too_many_secrets: msg`Two secrets are good already. Delete one of them first.`,
  unknown_secret: msg`This secret was deleted already.`,
  last_secret: msg`This is the only secret. Make another one first.`,
  public_client: msg`A public application has no secret.`,
  unknown_interaction: msg`This sign-in has expired, or was begun in another browser. Go back to the application and start again there.`,
  unknown_user_code: msg`There is no such code, or it has expired. Compare it with the one on your device; most are good for ten minutes.`,
  unknown_connection: msg`This application is not connected any more.`,
  application_stopped: msg`This application has been stopped. Nobody can sign in with it at the moment.`,
  unknown_account: msg`You are not signed in to that account any more. Nothing was allowed; choose again.`,
  not_signed_in: msg`You are not signed in any more. Nothing was changed.`,
  not_allowed: msg`Only whoever administers this server may do that.`,
}

/** What to tell a person about something that did not work on a page about applications. */
export function applicationFault(i18n: I18n, error: unknown): string {
  const code = faultCode(error)
  const known = code !== null && Object.hasOwn(sentences, code) ? sentences[code] : undefined
  return known ? i18n._(known) : faultSentence(i18n, error)
}

/** The refusal's code; null for anything that is none. */
export function faultCode(error: unknown): string | null {
  return error instanceof Refusal ? error.kind.code : null
}
