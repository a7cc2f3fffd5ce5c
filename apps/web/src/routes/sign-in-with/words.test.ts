import { ScopeName } from '@alles/oauth/contract'
import type { MessageDescriptor } from '@lingui/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { readCatalogue } from '../../testing/read-catalogue.ts'
import { loadWithMacros } from '../../testing/with-macros.ts'
import type * as providerError from './provider-error.ts'
import type * as scopes from './scope-words.ts'

// Where the macros look for their configuration; tests run in the folder of the whole project.
process.env.LINGUI_CONFIG = new URL('../../../lingui.config.ts', import.meta.url).pathname

let scopeWords: typeof scopes.scopeWords
let knownProviderError: typeof providerError.knownProviderError
let providerErrorSentence: typeof providerError.providerErrorSentence

beforeAll(async () => {
  const here = (file: string) => new URL(file, import.meta.url)
  ;({ scopeWords } = (await loadWithMacros(here('scope-words.ts'))) as unknown as typeof scopes)
  ;({ knownProviderError, providerErrorSentence } = (await loadWithMacros(
    here('provider-error.ts'),
  )) as unknown as typeof providerError)
})

describe.each(['en', 'de'])('in %s', (language) => {
  const catalogue = readCatalogue(`applications/${language}`)
  const words = ({ message = '' }: MessageDescriptor) => catalogue.get(message) ?? ''

  test.each(ScopeName.options)(
    'the scope %s says what it allows, what that means and what is seen',
    (scope) => {
      const { name, meaning, sees } = scopeWords[scope]
      for (const one of [name, meaning, sees]) expect(words(one)).toMatch(/^\p{Lu}.{15}/u)
    },
  )

  test('an error has a sentence, whether we know it or not', () => {
    for (const code of ['invalid_request', 'invalid_client', 'access_denied', null])
      expect(words(providerErrorSentence(code))).toMatch(/^\p{Lu}.{30,}\.$/u)
  })
})

test('every error that the provider may end a sign-in with is known', () => {
  // RFC 6749 4.1.2.1, OpenID Connect Core 3.1.2.6, RFC 9126 2.3, OpenID Connect RP-Initiated Logout 1.0.
  for (const code of [
    'invalid_request',
    'unauthorized_client',
    'access_denied',
    'unsupported_response_type',
    'invalid_scope',
    'server_error',
    'temporarily_unavailable',
    'interaction_required',
    'login_required',
    'account_selection_required',
    'consent_required',
    'invalid_request_uri',
    'invalid_request_object',
    'request_not_supported',
    'request_uri_not_supported',
    'registration_not_supported',
    'invalid_client',
    'invalid_redirect_uri',
  ])
    expect(knownProviderError(code)).toBe(code)
})

test('what a query string says besides is shown to nobody', () => {
  for (const code of ['<img src=x>', 'toString', '__proto__', '', 7, null, undefined, ['invalid_request']])
    expect(knownProviderError(code)).toBeNull()
})
