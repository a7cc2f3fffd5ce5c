import { TOTP } from 'otpauth'
import type { Browser } from './browser.ts'
import { createAuthenticator, type Authenticator } from '@alles/platform/testing'

/** Turns TOTP on for whoever is signed in; answers what makes codes, and the recovery codes. */
export async function addTotp(browser: Browser, now: () => number) {
  const { body } = await browser.send('POST', '/security/totp')
  const totp = new TOTP({ secret: body.secret })
  const code = (steps = 0) => totp.generate({ timestamp: now() + steps * 30_000 })
  const answer = await browser.send('POST', '/security/totp/confirm', { body: { code: code() } })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return { code, recoveryCodes: answer.body.recovery_codes as string[] | null }
}

/** Gives whoever is signed in a passkey on this authenticator. */
export async function addPasskey(
  browser: Browser,
  authenticator: Authenticator = createAuthenticator(),
  name = 'Phone',
) {
  const { body } = await browser.send('POST', '/security/passkeys/options')
  const response = authenticator.create(body.options)
  const answer = await browser.send('POST', '/security/passkeys', { body: { name, response } })
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return {
    authenticator,
    passkey: answer.body.passkey as { id: string },
    recoveryCodes: answer.body.recovery_codes as string[] | null,
  }
}
