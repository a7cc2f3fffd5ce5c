import type { Accounts } from '../accounts.ts'

/**
 * What an authenticator knows a person by (WebAuthn Level 3, 5.4.3): the same for all their passkeys, so that one device
 * keeps one, and 256 bits that say nothing about them. A keyed hash: it need not be stored to be known again.
 */
export async function userHandleOf(accounts: Accounts, personId: string): Promise<Uint8Array<ArrayBuffer>> {
  const [handle] = await accounts.keys.blindIndex({ purpose: 'passkey-user', values: [personId] })
  if (!handle) throw new Error('no handle was made of a person')
  return Uint8Array.from(handle)
}
