import { command, Instant, Nothing, query, Snowflake, text, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { Account, PasswordInput } from './shapes.ts'

/** A passkey: a WebAuthn credential that checks who uses it. */
export const Passkey = z.object({
  id: Snowflake,
  name: z.string(),
  /** Kept by a password manager or platform and found on the person's other devices too. */
  synced: z.boolean(),
  created_at: Instant,
  last_used_at: Instant.nullable(),
})
export type Passkey = z.infer<typeof Passkey>

export const PasskeyName = text(40, 1)

/** WebAuthn Level 3's JSON forms; the browser makes and reads them. */
const WebAuthnJson = z.record(z.string(), z.unknown())

/** Shown once; each counts once. */
export const RecoveryCodes = z.array(z.string())

export const getSecurity = query('accounts.getSecurity', {
  about: 'How the signed-in person can prove who they are.',
  http: 'GET /security',
  caller: 'person',
  input: Nothing,
  output: z.object({
    password: z.boolean(),
    passkeys: z.array(Passkey),
    totp: z.object({ since: Instant }).nullable(),
    recovery_codes_left: z.int(),
    /** Whether a password alone does not suffice: there is a passkey or TOTP. */
    second_factor: z.boolean(),
  }),
})

export const setPassword = command('accounts.setPassword', {
  about: 'Sets or replaces the password; every other session ends.',
  http: 'PUT /security/password',
  caller: 'fresh-person',
  input: z.object({ password: PasswordInput }),
  output: z.void(),
  refuses: [refusals.invalid_password, refusals.leaked_password, refusals.too_busy],
  limit: { count: 10, seconds: 300, by: 'account' },
  bodyLimit: 16_384,
})

export const removePassword = command('accounts.removePassword', {
  about: 'Leaves passkeys as the only way in.',
  http: 'DELETE /security/password',
  caller: 'fresh-person',
  input: Nothing,
  output: z.void(),
  refuses: [refusals.last_way_in],
})

export const startTotp = command('accounts.startTotp', {
  about:
    'A new secret for an authenticator app (RFC 6238: SHA-1, 6 digits, 30 s). It counts once it is confirmed.',
  http: 'POST /security/totp',
  caller: 'fresh-person',
  input: Nothing,
  output: z.object({ secret: z.string(), uri: z.string() }),
  refuses: [refusals.totp_on],
  limit: { count: 20, seconds: 300, by: 'account' },
})

export const confirmTotp = command('accounts.confirmTotp', {
  about: 'Turns TOTP on with the first code. Answers recovery codes where there were none.',
  http: 'POST /security/totp/confirm',
  caller: 'fresh-person',
  input: z.object({ code: z.string().max(64) }),
  output: z.object({ recovery_codes: RecoveryCodes.nullable() }),
  refuses: [refusals.wrong_code, refusals.totp_on],
  limit: { count: 20, seconds: 300, by: 'account' },
})

export const removeTotp = command('accounts.removeTotp', {
  about: 'Turns TOTP off.',
  http: 'DELETE /security/totp',
  caller: 'fresh-person',
  input: Nothing,
  output: z.void(),
})

export const renewRecoveryCodes = command('accounts.renewRecoveryCodes', {
  about:
    'Ten new recovery codes; those before stop working. Also without a second factor: they reset a password.',
  http: 'POST /security/recovery-codes',
  caller: 'fresh-person',
  input: Nothing,
  output: z.object({ recovery_codes: RecoveryCodes }),
  limit: { count: 10, seconds: 300, by: 'account' },
})

export const startPasskey = command('accounts.startPasskey', {
  about: 'What the browser needs to make a passkey: the JSON form of PublicKeyCredentialCreationOptions.',
  http: 'POST /security/passkeys/options',
  caller: 'fresh-person',
  input: Nothing,
  output: z.object({ options: WebAuthnJson }),
  refuses: [refusals.too_many_passkeys],
  limit: { count: 20, seconds: 300, by: 'account' },
})

export const addPasskey = command('accounts.addPasskey', {
  about: 'Keeps the passkey the browser made. Answers recovery codes where there were none.',
  http: 'POST /security/passkeys',
  caller: 'fresh-person',
  input: z.object({ name: PasskeyName, response: WebAuthnJson }),
  output: z.object({ passkey: Passkey, recovery_codes: RecoveryCodes.nullable() }),
  status: 201,
  refuses: [refusals.passkey_not_accepted, refusals.too_many_passkeys],
  bodyLimit: 65_536,
})

export const renamePasskey = command('accounts.renamePasskey', {
  about: 'Gives a passkey another name.',
  http: 'PATCH /security/passkeys/:id',
  caller: 'person',
  input: z.object({ id: Snowflake, name: PasskeyName }),
  output: z.object({ passkey: Passkey }),
  refuses: [refusals.unknown_passkey],
})

export const removePasskey = command('accounts.removePasskey', {
  about: 'Forgets a passkey. The last one stays where there is no password.',
  http: 'DELETE /security/passkeys/:id',
  caller: 'fresh-person',
  input: z.object({ id: Snowflake }),
  output: z.void(),
  refuses: [refusals.unknown_passkey, refusals.last_way_in],
})

export const secureAccount = command('accounts.secureAccount', {
  about: 'Ends every other session of the person and every grant to an application, at once.',
  http: 'POST /security/secure',
  caller: 'fresh-person',
  input: Nothing,
  output: z.object({ sessions_ended: z.int() }),
})

export const startPasskeySignIn = command('accounts.startPasskeySignIn', {
  about:
    'What the browser needs to sign in with a passkey: the JSON form of PublicKeyCredentialRequestOptions.',
  http: 'POST /session/passkey/options',
  caller: 'anyone',
  input: Nothing,
  output: z.object({ options: WebAuthnJson }),
  limit: { count: 120, seconds: 60, by: 'address' },
})

export const signInWithPasskey = command('accounts.signInWithPasskey', {
  about: 'Signs in with a passkey and nothing else.',
  http: 'POST /session/passkey',
  caller: 'anyone',
  input: z.object({ response: WebAuthnJson }),
  output: z.object({ account: Account }),
  refuses: [refusals.passkey_not_accepted, refusals.account_suspended, refusals.awaiting_approval],
  limit: { count: 60, seconds: 60, by: 'address' },
  bodyLimit: 65_536,
})

export const startPasskeyConfirmation = command('accounts.startPasskeyConfirmation', {
  about: "What the browser needs to prove again who is signed in, with one of the person's passkeys.",
  http: 'POST /session/confirm/passkey/options',
  caller: 'person',
  input: Nothing,
  output: z.object({ options: WebAuthnJson }),
  refuses: [refusals.unknown_passkey],
  limit: { count: 20, seconds: 300, by: 'account' },
})

export const confirmWithPasskey = command('accounts.confirmWithPasskey', {
  about: 'Proves again who is signed in; for 5 minutes the session then counts as fresh.',
  http: 'POST /session/confirm/passkey',
  caller: 'person',
  input: z.object({ response: WebAuthnJson }),
  output: z.void(),
  refuses: [refusals.passkey_not_accepted],
  limit: { count: 20, seconds: 300, by: 'account' },
  bodyLimit: 65_536,
})

export const endOtherSessions = command('accounts.endOtherSessions', {
  about: 'Signs out everywhere but here.',
  http: 'DELETE /sessions',
  caller: 'person',
  input: Nothing,
  output: z.object({ sessions_ended: z.int() }),
})
