import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'

/*
 * The browser's side of WebAuthn; its code is loaded when it is needed. The JSON forms are between the server and the
 * browser, which refuses what it cannot read.
 */

type Json = Readonly<Record<string, unknown>>

const ceremony = () => import('@simplewebauthn/browser')

/** Whether this browser knows passkeys at all. */
export function knowsPasskeys(): boolean {
  return 'PublicKeyCredential' in window
}

/** Whether this browser offers passkeys in the field for a name. */
export async function offersPasskeys(): Promise<boolean> {
  return knowsPasskeys() && (await ceremony()).browserSupportsWebAuthnAutofill()
}

/** Asks for one of the person's passkeys: by a window of the browser, or in the field for the name. */
export async function askForPasskey(options: Json, where: 'window' | 'field'): Promise<Json> {
  const { startAuthentication } = await ceremony()
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON
  return { ...(await startAuthentication({ optionsJSON, useBrowserAutofill: where === 'field' })) }
}

/** Makes a passkey. */
export async function makePasskey(options: Json): Promise<Json> {
  const { startRegistration } = await ceremony()
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON
  return { ...(await startRegistration({ optionsJSON })) }
}

/** Stops asking, wherever it is asked. */
export async function stopAsking(): Promise<void> {
  const { WebAuthnAbortService } = await ceremony()
  WebAuthnAbortService.cancelCeremony()
}

/** The person closed the browser's window, took too long, or another question took its place: nothing went wrong. */
export function isGivenUp(error: unknown): boolean {
  return error instanceof Error && ['NotAllowedError', 'AbortError'].includes(error.name)
}

/** This device holds a passkey for this person already. */
export function isKnownHere(error: unknown): boolean {
  return error instanceof Error && error.name === 'InvalidStateError'
}
